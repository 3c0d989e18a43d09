/** Editors of typed cells, in English. */
export const types = {
  useText: 'Use “{{text}}”',
  amountHint: 'May be typed with its unit: 200 box, 1.5 kg',
  openLink: 'Open in a new tab',
}
