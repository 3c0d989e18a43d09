import { Button, Input, Progress } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useLanguage } from '../i18n/language.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { MOST_REPLACED, replaceAll, replaceOne, type Unreplaced } from './replace.ts'

/** Cells listed as not replaced; more are only counted. */
const LISTED = 100

/** What to replace by, one match or all; cells whose new text would not fit their column are listed with the reason. */
export function ReplaceRow({ open, onDone }: { readonly open: OpenSheet; readonly onDone: () => void }) {
  const { t } = useTranslation()
  const { finder, actions } = open
  const { by } = useStoreValue(finder.setting)
  const { count } = useStoreValue(finder.outcome)
  const [done, setDone] = useState<number>()
  const [said, setSaid] = useState('')
  const [refused, setRefused] = useState<readonly Unreplaced[]>([])
  const running = useRef<AbortController>(undefined)
  const write = (edits: readonly CellEdit[]): void => actions.write(edits, 'replace')
  const one = (): void => {
    setSaid('')
    setRefused(replaceOne(finder, write))
  }
  const all = async (): Promise<void> => {
    const controller = new AbortController()
    running.current = controller
    setDone(0)
    const result = await replaceAll(finder, write, controller.signal, setDone)
    setDone(undefined)
    setRefused(result.kind === 'done' ? result.refused : [])
    setSaid(
      result.kind === 'stopped'
        ? t('find.stopped')
        : result.kind === 'too-many'
          ? t('find.tooMany', { count: MOST_REPLACED })
          : result.written === 0
            ? t('find.replacedNone')
            : t('find.replaced', { count: result.written }),
    )
    // The button is about to be greyed out, and would take the keyboard with it.
    onDone()
    void finder.search()
  }
  return (
    <>
      <div className="find-row">
        <Input
          size="small"
          className="find-words"
          aria-label={t('find.by')}
          placeholder={t('find.by')}
          value={by}
          onChange={event => finder.set({ by: event.target.value })}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) one()
          }}
        />
        <Button size="small" disabled={count === 0} onClick={one}>
          {t('find.replaceOne')}
        </Button>
        <Button size="small" disabled={count === 0 || done !== undefined} onClick={() => void all()}>
          {t('find.replaceAll')}
        </Button>
        {done === undefined ? (
          <output aria-live="polite">{said}</output>
        ) : (
          <>
            <Progress
              className="find-progress"
              percent={Math.round(done * 100)}
              size="small"
              aria-label={t('find.replacing', { percent: Math.round(done * 100) })}
            />
            <Button size="small" onClick={() => running.current?.abort()}>
              {t('find.stop')}
            </Button>
          </>
        )}
      </div>
      {refused.length > 0 ? <Refused open={open} cells={refused} /> : null}
    </>
  )
}

function Refused({ open, cells }: { readonly open: OpenSheet; readonly cells: readonly Unreplaced[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { view, columns } = open
  return (
    <section className="find-refused" aria-label={t('find.refused', { count: cells.length })}>
      <strong>{t('find.refused', { count: cells.length })}</strong>
      <ul>
        {cells.slice(0, LISTED).map(({ row, column, text, reason }) => (
          <li key={`${row}:${column}`}>
            <Button size="small" type="link" onClick={() => view.reveal({ row, column })}>
              {t('find.refusedCell', {
                row: view.rowNumber(row) ?? '?',
                column: columns.find(({ id }) => id === column)?.label[language] ?? column,
              })}
            </Button>
            <span>
              “{text}” <span className="quiet">{REFUSAL_TEXT[reason][language]}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
