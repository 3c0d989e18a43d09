/** A photo as a phone takes it is 5 MB of mostly air: it is made small on the device, so that it goes through a bad network (docs/SPEC.md FORM-15). */

/** Longest side in pixels: a label or a prescription stays readable. */
const SIDE = 1_600
const QUALITY = 0.8

/** The photo as a small JPEG; as it is where this browser cannot read it, or where it is small already. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const image = await load(file).catch(() => undefined)
  if (image === undefined) return file
  const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.naturalWidth * scale)
  canvas.height = Math.round(image.naturalHeight * scale)
  const context = canvas.getContext('2d')
  if (context === null) return file
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  const small = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  return small === null || small.size >= file.size ? file : small
}

function load(file: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(file)
    const image = new Image()
    image.onload = () => {
      URL.revokeObjectURL(address)
      resolve(image)
    }
    image.onerror = () => {
      URL.revokeObjectURL(address)
      reject(new Error('no picture'))
    }
    image.src = address
  })
}
