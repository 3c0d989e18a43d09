/** What the bench is doing, on stderr; stdout carries the tables. */
export const progress = (line: string): void => {
  process.stderr.write(`${line}\n`)
}
