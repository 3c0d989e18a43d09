import type { Editor } from '@tiptap/core'
import { useCallback, useState } from 'react'
import { imagesOf, NOTE_LIMITS } from '../../shared/notes/noteModel.ts'
import { rowFile } from '../../shared/protocol/notes.ts'
import { useServices } from '../app/services.ts'
import type { OpenNote } from './NoteSession.ts'

/** A picture on its way into a note. */
export interface Upload {
  readonly id: number
  readonly file: File
  readonly state:
    | { readonly kind: 'sending'; readonly part: number }
    | { readonly kind: 'there'; readonly address: string }
    | { readonly kind: 'failed'; readonly error: unknown }
}

/** The files among what was pasted or dropped that may be pictures. */
export const picturesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter(file => file.type.startsWith('image/'))

interface Setting {
  readonly sheet: string
  readonly row: string
  readonly open: OpenNote
  /** Told which limit was met; nothing is sent then. */
  readonly onLimit: (limit: 'size' | 'count', file: File) => void
}

let counted = 0

/** Sends pictures to the hub and puts them where the caret is, once their description has been asked for (NOTE-20). */
export function usePictures({ sheet, row, open, onLimit }: Setting) {
  const { api } = useServices()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const change = useCallback(
    (id: number, state: Upload['state']) =>
      setUploads(all => all.map(upload => (upload.id === id ? { ...upload, state } : upload))),
    [],
  )
  const send = useCallback(
    ({ id, file }: Pick<Upload, 'id' | 'file'>) => {
      const path = `sheets/${encodeURIComponent(sheet)}/rows/${encodeURIComponent(row)}/files`
      change(id, { kind: 'sending', part: 0 })
      api
        .upload(path, file, rowFile, part => change(id, { kind: 'sending', part }))
        .then(
          ({ address }) => change(id, { kind: 'there', address }),
          (error: unknown) => change(id, { kind: 'failed', error }),
        )
    },
    [api, change, row, sheet],
  )
  const add = (files: readonly File[]): void => {
    let room = NOTE_LIMITS.images - imagesOf(open.note).length - uploads.length
    for (const file of files) {
      if (file.size > NOTE_LIMITS.imageBytes) onLimit('size', file)
      else if (room-- <= 0) onLimit('count', file)
      else {
        const upload: Upload = { id: ++counted, file, state: { kind: 'sending', part: 0 } }
        setUploads(all => [...all, upload])
        send(upload)
      }
    }
  }
  const drop = (id: number): void => setUploads(all => all.filter(upload => upload.id !== id))
  const insert = (editor: Editor, { id, state }: Upload, alt: string): void => {
    if (state.kind !== 'there') return
    editor.chain().focus().setImage({ src: state.address, alt: alt.trim() }).run()
    drop(id)
  }
  return { uploads, add, retry: send, drop, insert }
}
