import type { InputRef } from 'antd'
import type { RefObject } from 'react'
import type { Member } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { clockText } from '../ui/moments.ts'
import { useHeld, useSaveState } from '../ui/useSession.ts'
import { OnlineMembers } from './OnlineMembers.tsx'
import { QuickFind } from './QuickFind.tsx'
import { SaveBadge } from './SaveBadge.tsx'

interface Props {
  readonly view: SheetView
  readonly me: Member
  readonly columns: readonly Column[]
  readonly zone: string
  readonly field: RefObject<InputRef | null>
  readonly words: string
  readonly onWords: (words: string) => void
  readonly onHeld: () => void
  readonly onReopen: () => void
}

/** The part of the header that belongs to the open sheet: find, who is here, what is saved. */
export function SheetTools({ view, me, columns, zone, field, words, onWords, onHeld, onReopen }: Props) {
  const language = useLanguage()
  const state = useSaveState(view.session)
  const held = useHeld(view.session).length
  const toRows = (): void => {
    const api = view.grid.get()
    const first = api?.getDisplayedRowAtIndex(0)?.data?.id
    const column = view.cell.get()?.column ?? columns[0]?.id
    if (first !== undefined && column !== undefined) view.reveal({ row: first, column })
  }
  return (
    <>
      <QuickFind field={field} words={words} onWords={onWords} onLeave={toRows} />
      <OnlineMembers view={view} me={me} columns={columns} />
      <SaveBadge
        state={state}
        held={held}
        clock={at => clockText(at, zone, language)}
        onHeld={onHeld}
        onReopen={onReopen}
      />
    </>
  )
}
