import { SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Member } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { clockText } from '../ui/moments.ts'
import { useHeld, useSaveState } from '../ui/useSession.ts'
import { OnlineMembers } from './OnlineMembers.tsx'
import { SaveBadge } from './SaveBadge.tsx'

interface Props {
  readonly view: SheetView
  readonly me: Member
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onFind: () => void
  readonly onHeld: () => void
  readonly onReopen: () => void
}

/** The part of the header that belongs to the open sheet: find, who is here, what is saved. */
export function SheetTools({ view, me, columns, zone, onFind, onHeld, onReopen }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const state = useSaveState(view.session)
  const held = useHeld(view.session).length
  return (
    <>
      <Button
        className="find"
        size="small"
        icon={<SearchOutlined aria-hidden />}
        title={t('find.hint')}
        aria-label={t('find.title')}
        onClick={onFind}
      >
        <span className="find-word">{t('find.title')}</span>
      </Button>
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
