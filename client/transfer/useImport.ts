import { useCallback, useState } from 'react'
import {
  type ImportChoice,
  type ImportPreview,
  type ImportResult,
  importPreview,
  importResult,
} from '../../shared/protocol/imports.ts'
import { useServices } from '../app/services.ts'

/** Where an import stands. `busy` in a preview: a changed choice is being worked out, or the rows are being written. */
export type ImportStage =
  | { readonly kind: 'choose'; readonly error?: unknown }
  | { readonly kind: 'uploading'; readonly part: number }
  | {
      readonly kind: 'preview'
      readonly preview: ImportPreview
      /** All that has been chosen so far. */
      readonly choice: ImportChoice
      readonly busy: 'no' | 'updating' | 'writing'
      readonly error?: unknown
    }
  | { readonly kind: 'done'; readonly id: string; readonly result: ImportResult }

export interface Import {
  readonly stage: ImportStage
  upload(file: File): Promise<void>
  /** Takes something else for what is named, and keeps the rest; the preview is worked out anew. */
  choose(change: ImportChoice): Promise<void>
  confirm(): Promise<void>
  restart(): void
}

/** Rows of one's own export are updated unless one chooses otherwise. */
const BEGINNING: ImportChoice = { duplicates: { same: 'update' } }

/** What stays true when something else is chosen: another table has other lines, other headers other columns. */
function changed(choice: ImportChoice, change: ImportChoice): ImportChoice {
  const { duplicates, mends, table, headerLine, headerLines, mapping } = choice
  const rules = { ...(duplicates?.same === undefined ? {} : { same: duplicates.same }) }
  if (change.table !== undefined && change.table !== table && change.headerLine === undefined)
    return { duplicates: rules, ...change }
  if (change.headerLine !== undefined && change.mapping === undefined) return { duplicates, mends, table, ...change }
  return { duplicates, mends, table, headerLine, headerLines, mapping, ...change }
}

/** An import of one file into one sheet, from the file to the result. Nothing is written before `confirm` (PAGE-18). */
export function useImport(sheetId: string): Import {
  const { api } = useServices()
  const [stage, setStage] = useState<ImportStage>({ kind: 'choose' })
  const upload = useCallback(
    async (file: File) => {
      setStage({ kind: 'uploading', part: 0 })
      try {
        const path = `sheets/${encodeURIComponent(sheetId)}/imports?same=update`
        const preview = await api.upload(path, file, importPreview, part => setStage({ kind: 'uploading', part }))
        setStage({ kind: 'preview', preview, choice: BEGINNING, busy: 'no' })
      } catch (error) {
        setStage({ kind: 'choose', error })
      }
    },
    [api, sheetId],
  )
  const { preview, choice } = stage.kind === 'preview' ? stage : { preview: undefined, choice: BEGINNING }
  const choose = useCallback(
    async (change: ImportChoice) => {
      if (preview === undefined) return
      const next = changed(choice, change)
      setStage({ kind: 'preview', preview, choice: next, busy: 'updating' })
      try {
        const fresh = await api.post(`imports/${encodeURIComponent(preview.id)}/preview`, next, importPreview)
        setStage({ kind: 'preview', preview: fresh, choice: next, busy: 'no' })
      } catch (error) {
        setStage({ kind: 'preview', preview, choice, busy: 'no', error })
      }
    },
    [api, preview, choice],
  )
  const confirm = useCallback(async () => {
    if (preview === undefined) return
    setStage({ kind: 'preview', preview, choice, busy: 'writing' })
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
      setStage({ kind: 'preview', preview, choice, busy: 'no', error })
    }
  }, [api, preview, choice])
  const restart = useCallback(() => setStage({ kind: 'choose' }), [])
  return { stage, upload, choose, confirm, restart }
}
