/** A text as a CSS string, for the small style sheets that mark cells and rows; control characters become blanks: a text decides nothing but what it says. */
export const cssString = (text: string): string =>
  `"${text.replace(/\p{Cc}/gu, ' ').replace(/["\\<]/g, sign => `\\${sign.charCodeAt(0).toString(16)} `)}"`
