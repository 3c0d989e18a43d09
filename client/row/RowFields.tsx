import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { Column } from '../../shared/schema/column.ts'
import type { EditorAids } from '../grid/editors/EditorAids.ts'
import { useLanguage } from '../i18n/language.ts'
import type { SheetSession } from '../sync/session.ts'
import { type Form, writeDrafts } from './drafts.ts'
import { RowField } from './RowField.tsx'

interface Props {
  readonly session: SheetSession
  readonly row: string
  /** The fields, in their order. */
  readonly columns: readonly Column[]
  /** IANA zone of the operation. */
  readonly zone: string
  readonly aids: EditorAids
  /** The person is in this column's field now; the colleagues are told by the session when it is not given. */
  readonly onEnter?: (column: string) => void
}

/**
 * All fields of a row as a form, one a line. Each is written by itself, when it is left, so that colleagues see it at once; what others write
 * shows at once too, but never in a field that is being typed into (PHONE-1 … PHONE-4).
 */
export function RowFields({ session, row, columns, zone, aids, onEnter }: Props) {
  const language = useLanguage()
  const form: Form = useMemo(() => ({ columns, language, zone, aids }), [columns, language, zone, aids])
  const latest = useRef(form)
  latest.current = form
  useEffect(() => {
    // Leaving the row, the page or the tab is leaving the field.
    const write = (): void => writeDrafts(session, row, latest.current.columns, latest.current)
    const onHidden = (): void => {
      if (document.visibilityState === 'hidden') write()
    }
    addEventListener('pagehide', write)
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      removeEventListener('pagehide', write)
      document.removeEventListener('visibilitychange', onHidden)
      write()
    }
  }, [session, row])
  const enter = useCallback(
    (column: string) => (onEnter === undefined ? session.setCell({ row, column }) : onEnter(column)),
    [session, row, onEnter],
  )
  return (
    <div className="row-fields">
      {columns.map(column => (
        <RowField key={column.id} session={session} row={row} column={column} form={form} aids={aids} onEnter={enter} />
      ))}
    </div>
  )
}
