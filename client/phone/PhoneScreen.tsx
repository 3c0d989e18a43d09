import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { Frame } from '../app/Frame.tsx'
import { OnlineMembers } from '../app/OnlineMembers.tsx'
import type { OpenSheet } from '../app/openSheet.ts'
import { SaveBadge } from '../app/SaveBadge.tsx'
import { Overlays, SidePanel } from '../app/SheetPanel.tsx'
import { ShellMessage } from '../app/ShellMessage.tsx'
import { useOpenSheet } from '../app/useOpenSheet.ts'
import { usePageTitle } from '../app/usePageTitle.ts'
import { useSheetOnScreen } from '../app/useSheetOnScreen.ts'
import { ArchivedNotice } from '../columns/ArchivedNotice.tsx'
import { ConfidentialNotice } from '../confidential/ConfidentialNotice.tsx'
import { StrayNotice } from '../contacts/StrayNotice.tsx'
import { EmptySheet } from '../grid/EmptySheet.tsx'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { ClosedNotice } from '../members/ClosedNotice.tsx'
import { writeSetting } from '../ui/localSetting.ts'
import { clockText } from '../ui/moments.ts'
import { useHeld, useSaveState } from '../ui/useSession.ts'
import { CardList } from './CardList.tsx'
import { FindBar } from './FindBar.tsx'
import { MorePanel } from './MorePanel.tsx'
import { PhoneTabs } from './PhoneTabs.tsx'
import { RowCard } from './RowCard.tsx'
import { RowForm } from './RowForm.tsx'
import { EVERYTHING, isNarrowed, useCards, type Wanted } from './useCards.ts'
import { useViewsToChoose } from './useViewsToChoose.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheet: SheetInfo
  readonly sheets: readonly SheetInfo[]
}

/** One sheet on a phone: cards, a form for each row, tabs where the thumb is (PHONE-5 … PHONE-8). */
export function PhoneScreen(props: Props) {
  const { me, operation, sheet, sheets } = props
  const { view, reopen } = useOpenSheet(sheet, me)
  usePageTitle(`${sheet.title} · ${operation.name}`)
  useEffect(() => writeSetting('lastSheet', sheet.id), [sheet.id])
  if (view === undefined)
    return (
      <Frame me={me} operation={operation} sheets={sheets} layout="cards">
        <ShellMessage kind="loading" />
      </Frame>
    )
  return <OpenPhone {...props} view={view} reopen={reopen} />
}

function OpenPhone(props: Props & { readonly view: SheetView; readonly reopen: () => void }) {
  const { me, operation, sheet, sheets, view, reopen } = props
  const language = useLanguage()
  const state = useSaveState(view.session)
  const held = useHeld(view.session).length
  const [more, setMore] = useState(false)
  const [wanted, setWanted] = useState<Wanted>(EVERYTHING)
  const shared = useSheetOnScreen({ me, operation, sheet, view })
  const { columns, zone, show } = shared
  const open: OpenSheet = { ...shared, onClearFilters: () => setWanted(EVERYTHING) }
  const tools = (
    <>
      <OnlineMembers view={view} me={me.member} columns={columns} />
      <SaveBadge
        state={state}
        held={held}
        clock={at => clockText(at, zone, language)}
        onHeld={() => show('held')}
        onReopen={reopen}
      />
    </>
  )
  return (
    <Frame me={me} operation={operation} sheets={sheets} held={held} tools={tools} layout="cards">
      <main className="phone-main">
        <h1 className="visually-hidden">{`${sheet.title} · ${operation.name}`}</h1>
        <ClosedNotice open={open} />
        <ArchivedNotice open={open} />
        <ConfidentialNotice open={open} />
        <Cards open={open} wanted={wanted} onWanted={setWanted} hidden={more} />
        {more ? <MorePanel open={open} sheets={sheets} onClose={() => setMore(false)} /> : null}
        <SidePanel open={open} />
      </main>
      <PhoneTabs
        sheet={sheet}
        sheets={sheets.filter(({ archived }) => archived !== true)}
        more={more}
        onMore={setMore}
      />
      <Overlays open={open} />
    </Frame>
  )
}

/** The row whose form is open stands in the address, so that the phone's own "back" closes it and a link opens it. */
function useRowInAddress() {
  const [search, setSearch] = useSearchParams()
  const row = search.get('row') ?? undefined
  const openRow = useCallback(
    (next: string) => setSearch(now => withRow(now, next), { replace: row !== undefined }),
    [setSearch, row],
  )
  const close = useCallback(() => setSearch(now => withRow(now, undefined), { replace: true }), [setSearch])
  return { row, openRow, close }
}

function withRow(search: URLSearchParams, row: string | undefined): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of ['cell', 'panel']) next.delete(name)
  if (row === undefined) next.delete('row')
  else next.set('row', row)
  return next
}

interface CardsProps {
  readonly open: OpenSheet
  readonly wanted: Wanted
  readonly onWanted: (wanted: Wanted) => void
  /** Something else lies over the cards. */
  readonly hidden: boolean
}

function Cards({ open, wanted, onWanted, hidden }: CardsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { view, sheet, shown: columns, zone, actions } = open
  const { session } = view
  const views = useViewsToChoose(open)
  const content = views.chosen?.content
  const viewed = useMemo(() => ({ ...wanted, view: content }), [wanted, content])
  const rows = useCards(view, columns, viewed, language, zone)
  const { row, openRow, close } = useRowInAddress()
  const opening = useSaveState(session)
  const add = (): void => {
    // With filters on, the new row would vanish from the list as soon as its form is closed.
    onWanted(EVERYTHING)
    const row = session.addRow({})
    // A newcomer's row waits for a nod and is filled in beforehand.
    if (session.sheet.has(row)) openRow(row)
  }
  // However the form was left, also by the phone's own "back", the person is at its card again.
  const left = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (row === undefined && left.current !== undefined)
      document.querySelector<HTMLElement>(`.card[data-row="${left.current}"]`)?.focus()
    left.current = row
  }, [row])
  const loaded = session.sheet.generation > 0
  return (
    <>
      <div className="cards" inert={hidden || row !== undefined}>
        <StrayNotice open={open} onOpen={place => openRow(place.row)} />
        <FindBar columns={columns} wanted={wanted} views={views} onWanted={onWanted} />
        <p className="cards-count" role="status">
          {isNarrowed(viewed)
            ? t('grid.shown', { shown: rows.length, count: session.sheet.rowCount })
            : t('grid.rows', { count: rows.length })}
        </p>
        <CardList rows={rows} label={t('grid.label', { title: sheet.title, count: rows.length })}>
          {id => <RowCard open={open} row={id} onOpen={openRow} />}
        </CardList>
        {rows.length === 0 && isNarrowed(viewed) ? <p className="cards-none">{t('grid.noMatch')}</p> : null}
        {!loaded && opening.kind === 'waiting' ? <p className="cards-none">{t('grid.noCopy')}</p> : null}
        {loaded && rows.length === 0 && !isNarrowed(viewed) ? (
          <EmptySheet view={view} kind={sheet.kind} actions={{ ...actions, addRow: add }} onImport={undefined} />
        ) : null}
        {session.readOnly || !loaded ? null : (
          <Button type="primary" className="add-card" icon={<PlusOutlined aria-hidden />} onClick={add}>
            {t('toolbar.addRow')}
          </Button>
        )}
      </div>
      {row === undefined || hidden ? null : (
        <RowForm open={open} row={row} rows={rows} onRow={openRow} onClose={close} />
      )}
    </>
  )
}
