import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { Bell } from '../inbox/Bell.tsx'
import { NewVersion } from '../phone/NewVersion.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { MeMenu } from './MeMenu.tsx'
import { OperationSwitcher } from './OperationSwitcher.tsx'
import { Rail } from './Rail.tsx'
import { SheetTabs } from './SheetTabs.tsx'

interface Props {
  readonly me: Me
  readonly operation: Operation | undefined
  readonly sheets: readonly SheetInfo[]
  /** What belongs to the open sheet: find, who is here, what is saved. */
  readonly tools?: ReactNode
  /** Edits of this tab that only this device has, besides those kept on it: the refused ones. */
  readonly held?: number
  /** On a phone the sheets are tabs at the foot of the screen (client/phone). */
  readonly layout?: 'cards' | 'grid'
  readonly children: ReactNode
}

/** The frame around every page behind the door: where one is, what is saved, who one is. */
export function Frame({ me, operation, sheets, tools, held = 0, layout = 'grid', children }: Props) {
  const { t } = useTranslation()
  return (
    <div className={`frame frame-${layout}`}>
      <a className="skip-link" href="#sheet">
        {t('app.skipToSheet')}
      </a>
      <header className="frame-head">
        <OperationSwitcher me={me} operation={operation} />
        {operation === undefined || layout === 'cards' ? null : (
          <SheetTabs me={me} operation={operation} sheets={sheets} />
        )}
        <div className="frame-tools">
          {tools}
          <Bell me={me} />
          <span className="only-wide">
            <LanguageSwitch />
          </span>
          <MeMenu me={me} held={held} />
        </div>
      </header>
      <NewVersion />
      <div className="frame-body">
        {operation === undefined || layout === 'cards' ? null : <Rail me={me} operation={operation} />}
        {children}
      </div>
    </div>
  )
}
