/** Writes the encoding that Excel in China saves csv files in; the platform only reads it. */

const signs = (() => {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const sign = decoder.decode(Uint8Array.of(lead, trail))
      if (trail !== 0x7f && !found.has(sign)) found.set(sign, [lead, trail])
    }
  return found
})()

/** The bytes of a text in GB18030. Throws for a sign outside of its two-byte part. */
export const gb18030 = (text: string): Buffer =>
  Buffer.from(
    [...text].flatMap(sign => {
      const bytes = sign.charCodeAt(0) < 0x80 ? [sign.charCodeAt(0)] : signs.get(sign)
      if (bytes === undefined) throw new Error(`${sign} is not in the two-byte part of GB18030`)
      return bytes
    }),
  )
