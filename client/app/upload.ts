import { ApiError } from './ApiError.ts'

/** Sends a file as the body of a POST and tells how far it is (0 … 1). Throws ApiError `unreachable` when no answer comes. */
export type Upload = (
  url: string,
  file: File,
  headers: Readonly<Record<string, string>>,
  onProgress: (part: number) => void,
) => Promise<{ status: number; text: string }>

/** XMLHttpRequest, since fetch does not tell how much of a body has been sent. */
export const uploadByXhr: Upload = (url, file, headers, onProgress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', event => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
    })
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }))
    request.addEventListener('error', () => reject(new ApiError('unreachable')))
    request.addEventListener('abort', () => reject(new ApiError('unreachable')))
    request.send(file)
  })
