import { LockOutlined } from '@ant-design/icons'
import { App as AntApp, Button } from 'antd'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { returnToCell } from '../grid/cellFocus.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { StrayItem } from './StrayItem.tsx'
import { useMoving } from './useMoving.ts'

interface Props {
  readonly open: OpenSheet
  /** Only those of this row; all of the sheet without it. */
  readonly row?: string
  /** Goes where the row's details are filled in; left out where they are on screen. */
  readonly onOpen?: (place: CellPlace) => void
}

/** Listed at once. */
const SHOWN = 30

/** A quiet bar: what this person has just put into cells looks like personal data, and can be moved to where it belongs (VAULT-22). */
export function StrayNotice({ open, row, onOpen }: Props) {
  const { t } = useTranslation()
  const { message } = AntApp.useApp()
  const { view, strays: watch } = open
  const all = useStoreValue(watch.strays)
  const strays = row === undefined ? all : all.filter(stray => stray.row === row)
  const moving = useMoving(open)
  const [listed, list] = useState(false)
  const id = useId()
  const count = strays.length
  // When what had the keyboard goes away, the keyboard is back in the cell the person is in (KEY-4).
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each number that went
  useEffect(() => {
    if (document.activeElement === document.body) returnToCell(view.grid.get(), view.cell.get())
  }, [count, view])
  useEffect(() => {
    if (count === 0) list(false)
  }, [count])
  const [only] = strays
  if (only === undefined) return null
  const move = async (which: typeof strays, replace = false): Promise<void> => {
    const moved = await moving.move(which, replace)
    if (moved > 0) void message.success(t('contacts.stray.moved', { count: moved }))
  }
  const itemOf = (stray: typeof only) => (
    <StrayItem
      key={`${stray.row} ${stray.column}`}
      open={open}
      stray={stray}
      trouble={moving.trouble(stray)}
      busy={moving.busy}
      onMove={replace => void move([stray], replace)}
      onLeave={() => watch.leave([stray])}
      onOpen={onOpen}
    />
  )
  return (
    <section className="stray-notice" aria-label={t('contacts.stray.label')}>
      <LockOutlined aria-hidden className="stray-icon" />
      {count === 1 ? (
        <div className="stray-body">{itemOf(only)}</div>
      ) : (
        <div className="stray-body">
          <div className="stray-line">
            <span role="status">{t('contacts.stray.several', { count })}</span>
            <Button size="small" type="text" aria-expanded={listed} aria-controls={id} onClick={() => list(!listed)}>
              {t(listed ? 'contacts.stray.fold' : 'contacts.stray.list')}
            </Button>
            <Button size="small" loading={moving.busy} onClick={() => void move(strays)}>
              {t('contacts.stray.moveAll')}
            </Button>
            <Button size="small" type="text" disabled={moving.busy} onClick={() => watch.leave(strays)}>
              {t('contacts.stray.leaveAll')}
            </Button>
          </div>
          <ul id={id} hidden={!listed}>
            {listed
              ? strays.slice(0, SHOWN).map(stray => <li key={`${stray.row} ${stray.column}`}>{itemOf(stray)}</li>)
              : null}
            {count > SHOWN ? <li className="quiet">{t('contacts.stray.more', { count: count - SHOWN })}</li> : null}
          </ul>
        </div>
      )}
    </section>
  )
}
