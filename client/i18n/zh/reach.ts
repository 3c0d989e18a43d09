/** What is read out, for people who do not see the screen. */
export const reach = {
  remote: '同事的修改',
  somebody: '同事',
  and: '、',
  andOthers: '{{names}}等人',
  rows: '添加了 {{count}} 行',
  cells: '修改了 {{count}} 格',
  sentence: '{{who}}{{what}}',
  tell: '读出同事的修改',
  tellOn: '读出',
  tellOff: '不读出',
} as const
