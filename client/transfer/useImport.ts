import { useCallback, useState } from 'react'
import {
  type ImportChoice,
  type ImportPreview,
  type ImportResult,
  importPreview,
  importResult,
} from '../../shared/protocol/http.ts'
import { useServices } from '../app/services.ts'

/** Where an import stands. `busy` in a preview: a changed choice is being worked out, or the rows are being written. */
export type ImportStage =
  | { readonly kind: 'choose'; readonly error?: unknown }
  | { readonly kind: 'uploading'; readonly part: number }
  | {
      readonly kind: 'preview'
      readonly preview: ImportPreview
      readonly busy: 'no' | 'updating' | 'writing'
      readonly error?: unknown
    }
  | { readonly kind: 'done'; readonly id: string; readonly result: ImportResult }

export interface Import {
  readonly stage: ImportStage
  upload(file: File): Promise<void>
  /** Another table, header line or mapping: the preview is worked out anew. */
  choose(choice: ImportChoice): Promise<void>
  confirm(): Promise<void>
  restart(): void
}

/** An import of one file into one sheet, from the file to the result. Nothing is written before `confirm` (PAGE-18). */
export function useImport(sheetId: string): Import {
  const { api } = useServices()
  const [stage, setStage] = useState<ImportStage>({ kind: 'choose' })
  const upload = useCallback(
    async (file: File) => {
      setStage({ kind: 'uploading', part: 0 })
      try {
        const path = `sheets/${encodeURIComponent(sheetId)}/imports`
        const preview = await api.upload(path, file, importPreview, part => setStage({ kind: 'uploading', part }))
        setStage({ kind: 'preview', preview, busy: 'no' })
      } catch (error) {
        setStage({ kind: 'choose', error })
      }
    },
    [api, sheetId],
  )
  const preview = stage.kind === 'preview' ? stage.preview : undefined
  const choose = useCallback(
    async (choice: ImportChoice) => {
      if (preview === undefined) return
      setStage({ kind: 'preview', preview, busy: 'updating' })
      try {
        const next = await api.post(`imports/${encodeURIComponent(preview.id)}/preview`, choice, importPreview)
        setStage({ kind: 'preview', preview: next, busy: 'no' })
      } catch (error) {
        setStage({ kind: 'preview', preview, busy: 'no', error })
      }
    },
    [api, preview],
  )
  const confirm = useCallback(async () => {
    if (preview === undefined) return
    setStage({ kind: 'preview', preview, busy: 'writing' })
    try {
      // The key is the preview's own, so that pressing again after a lost answer imports nothing twice.
      const result = await api.post(
        `imports/${encodeURIComponent(preview.id)}/confirm`,
        {},
        importResult,
        `confirm-${preview.id}`,
      )
      setStage({ kind: 'done', id: preview.id, result })
    } catch (error) {
      setStage({ kind: 'preview', preview, busy: 'no', error })
    }
  }, [api, preview])
  const restart = useCallback(() => setStage({ kind: 'choose' }), [])
  return { stage, upload, choose, confirm, restart }
}
