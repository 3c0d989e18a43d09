/** Editors of typed cells, in Chinese. */
export const types = {
  useText: '使用“{{text}}”',
  amountHint: '可连同单位输入，例如 200 箱、2万只',
  openLink: '在新标签页打开',
} as const
