import { useEffect, useState } from 'react'

/** A text as a QR code, made on this device. */
export function QrCode({ text, name, size }: { readonly text: string; readonly name: string; readonly size: number }) {
  const [image, setImage] = useState<string>()
  useEffect(() => {
    let gone = false
    const draw = async (): Promise<void> => {
      const { toDataURL } = await import('qrcode')
      const drawn = await toDataURL(text, { margin: 2, width: size * 3, errorCorrectionLevel: 'M' })
      if (!gone) setImage(drawn)
    }
    void draw()
    return () => {
      gone = true
    }
  }, [text, size])
  return image === undefined ? null : <img src={image} alt={name} width={size} height={size} />
}
