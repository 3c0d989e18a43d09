import {
  DisconnectOutlined,
  EditOutlined,
  EnvironmentOutlined,
  SwapOutlined,
  TeamOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { useLanguage } from '../i18n/language.ts'
import { draftsOf } from '../row/drafts.ts'
import { followSheet } from '../row/useCell.ts'
import type { SheetSession } from '../sync/session.ts'
import { usePeers, useSession } from '../ui/useSession.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { useDeskVersion } from '../verify/useDeskVersion.ts'
import { cardOf, type Toned } from './cardOf.ts'

interface Props {
  readonly open: OpenSheet
  readonly row: string
  readonly onOpen: (row: string) => void
}

/** One row as a card: a button that opens its form (PHONE-6). */
export function RowCard({ open, row, onOpen }: Props) {
  const { shown: columns, zone } = open
  const { session } = open.view
  const { t } = useTranslation()
  const language = useLanguage()
  const version = `${useRowVersion(session, row)} ${useDeskVersion(open.view.desk)}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what the row holds
  const card = useMemo(
    () => cardOf(columns, column => open.view.value(row, column), language, zone),
    [columns, open.view, row, language, zone, version],
  )
  const whose = [card.amount, card.place].filter(part => part !== '').join(' · ')
  return (
    <button type="button" className="card" data-row={row} onClick={() => onOpen(row)}>
      <span className="card-head">
        <strong className={card.title === '' ? 'card-title quiet' : 'card-title'}>
          {card.title === '' ? t('phone.untitled') : card.title}
        </strong>
        <ToneWord toned={card.standing} />
        <ToneWord toned={card.urgency} />
      </span>
      <span className="card-line">
        {card.amount === '' ? null : <span className="card-amount">{card.amount}</span>}
        {card.place === '' ? null : (
          <span>
            <EnvironmentOutlined aria-hidden /> {card.place}
          </span>
        )}
        {whose === '' && card.others.length > 0 ? <span>{card.others.join(' · ')}</span> : null}
      </span>
      <span className="card-line">
        {card.organization === '' ? null : (
          <span className="card-organization">
            <TeamOutlined aria-hidden /> {card.organization}
          </span>
        )}
        <ToneWord toned={card.status} />
      </span>
      <Marks open={open} row={row} />
    </button>
  )
}

const ToneWord = ({ toned }: { readonly toned: Toned | undefined }) =>
  toned === undefined ? null : <span className={`card-word ${toned.tone}`}>{toned.word}</span>

/** Another number after each change of this row. */
function useRowVersion(session: SheetSession, row: string): number {
  const store = useMemo(() => ({ version: 0, session, row }), [session, row])
  return useSyncExternalStore(
    useCallback(
      listener =>
        followSheet(store.session, change => {
          if (change !== undefined && !change.updated.has(store.row) && !change.added.includes(store.row)) return
          store.version++
          listener()
        }),
      [store],
    ),
    () => store.version,
  )
}

/** What is not settled about a row, in words with a sign: a text that did not fit, refused and waiting edits, who is in it. */
function Marks({ open, row }: Pick<Props, 'open' | 'row'>) {
  const { columns } = open
  const { session } = open.view
  const { t } = useTranslation()
  const drafts = draftsOf(session)
  const draft = useSyncExternalStore(
    useCallback(listener => drafts.subscribe(listener), [drafts]),
    () => drafts.has(row),
  )
  const waiting = useSession(session, s => columns.filter(({ id }) => s.isUnsaved(row, id)).length)
  const held = useSession(session, s => s.held().filter(edit => edit.row === row).length)
  const here = usePeers(session).filter(({ cell }) => cell?.row === row)
  const conflicts = useStoreValue(open.conflicts.open).filter(conflict => conflict.row === row).length
  const marks = [
    conflicts > 0
      ? { key: 'conflict', sign: <SwapOutlined aria-hidden />, text: t('phone.conflict', { count: conflicts }) }
      : undefined,
    draft ? { key: 'draft', sign: <WarningOutlined aria-hidden />, text: t('phone.draft') } : undefined,
    held > 0
      ? { key: 'held', sign: <WarningOutlined aria-hidden />, text: t('save.held', { count: held }) }
      : undefined,
    waiting > 0
      ? { key: 'waiting', sign: <DisconnectOutlined aria-hidden />, text: t('phone.notSent', { count: waiting }) }
      : undefined,
    here.length > 0
      ? {
          key: 'here',
          sign: <EditOutlined aria-hidden />,
          text: t('row.here', { names: [...new Set(here.map(({ name }) => name))].join('、') }),
        }
      : undefined,
  ].flatMap(mark => mark ?? [])
  if (marks.length === 0) return null
  return (
    <span className="card-marks">
      {marks.map(({ key, sign, text }) => (
        <span key={key} className={`mark-${key}`}>
          {sign} {text}
        </span>
      ))}
    </span>
  )
}
