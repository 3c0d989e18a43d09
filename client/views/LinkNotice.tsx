import { Alert, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { sheetPlaceOf } from '../app/deepLink.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useSaveState } from '../ui/useSession.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import type { ViewBook } from './useViews.ts'

type Finding = 'nothing' | 'hidden' | 'deleted' | 'unknown'

interface Props {
  readonly open: OpenSheet
  readonly book: ViewBook
}

/** Goes to the row and cell a link names, once they are there; says so when they cannot be shown, and what to do (VIEW-16). */
export function LinkNotice({ open, book }: Props) {
  const { t } = useTranslation()
  const { key } = useLocation()
  const [finding, find, close] = useLinkedRow(open, book)
  const [unknownSeen, setUnknownSeen] = useState<string>()
  if (book.unknown && unknownSeen !== key)
    return (
      <Alert
        banner
        closable={{ onClose: () => setUnknownSeen(key), 'aria-label': t('app.close') }}
        title={t('views.unknown')}
      />
    )
  if (finding === 'nothing') return null
  const words = { hidden: 'views.rowHidden', deleted: 'views.rowDeleted', unknown: 'views.rowUnknown' } as const
  return (
    <Alert
      banner
      type="warning"
      closable={{ onClose: close, 'aria-label': t('app.close') }}
      title={t(words[finding])}
      action={
        finding === 'hidden' ? (
          <Button
            size="small"
            onClick={() => {
              open.onClearFilters()
              open.view.foldGroups(false)
              find()
            }}
          >
            {t('views.showRow')}
          </Button>
        ) : undefined
      }
    />
  )
}

/** What became of the row the address names; how to look again, and how to be done with it. */
function useLinkedRow({ view, columns }: OpenSheet, { decided }: ViewBook): readonly [Finding, () => void, () => void] {
  const { search, key } = useLocation()
  const state = useSaveState(view.session).kind
  const grid = useStoreValue(view.grid)
  const [finding, setFinding] = useState<Finding>('nothing')
  const done = useRef<string | undefined>(undefined)
  const { row, cell } = sheetPlaceOf(search)
  const find = (): void => {
    if (row === undefined) return
    const { sheet } = view.session
    const column = columns.some(({ id }) => id === cell) ? cell : columns[0]?.id
    if (!sheet.has(row)) return setFinding('unknown')
    if (sheet.isDeleted(row)) return setFinding('deleted')
    if (column === undefined) return
    view.grid.get()?.setColumnsVisible([column], true)
    // The grid may not have been told of the newest rows yet.
    view.feed.flush()
    setFinding(view.reveal({ row, column }) ? 'nothing' : 'hidden')
  }
  const synced = state === 'saved' || state === 'saving' || state === 'notSaved'
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each link, as soon as the rows are there
  useEffect(() => {
    if (done.current === key || !decided || grid === undefined) return
    if (row === undefined) setFinding('nothing')
    // Until the server has answered, a row that is not here may still come.
    else if (state === 'opening' || !(synced || view.session.sheet.has(row))) return
    done.current = key
    find()
  }, [key, row, decided, grid, state])
  return [finding, find, () => setFinding('nothing')]
}
