import {
  CheckCircleOutlined,
  CloudSyncOutlined,
  DisconnectOutlined,
  LoadingOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { SaveState } from '../sync/session.ts'
import { signInPath } from './deepLink.ts'

/** What the badge shows: never only a colour, always a word and a sign (PAGE-1). */
export interface BadgeWords {
  readonly tone: 'good' | 'quiet' | 'waiting' | 'lost'
  readonly icon: ReactNode
  readonly word: string
  readonly hint: string
}

/** The reason of a failure in a few words that fit after a colon. */
function reasonWords(code: ErrorCode, t: TFunction): string {
  switch (code) {
    case 'disk-full':
    case 'not-saved':
    case 'unavailable':
    case 'overloaded':
    case 'rate-limited':
    case 'not-signed-in':
    case 'no-right':
    case 'no-such-document':
    case 'edit-refused':
    case 'mass-delete':
    case 'mass-overwrite':
    case 'waits-for-nod':
    case 'archived':
    case 'closed':
    case 'too-large':
    case 'malformed':
      return t(`reason.${code}`)
    default:
      return t('reason.other')
  }
}

/** What is true about saving, in words. `clock` writes a moment (ms) as a time of day in the operation's zone. */
export function badgeWords(state: SaveState, t: TFunction, clock: (at: number) => string): BadgeWords {
  switch (state.kind) {
    case 'opening':
      return { tone: 'quiet', icon: <LoadingOutlined aria-hidden />, word: t('save.opening'), hint: '' }
    case 'saved': {
      const at = state.at === undefined ? '' : ` ${t('save.savedAt', { time: clock(state.at) })}`
      return {
        tone: 'good',
        icon: <CheckCircleOutlined aria-hidden />,
        word: t('save.saved'),
        hint: t('save.savedHint') + at,
      }
    }
    case 'saving': {
      const { count } = state
      return {
        tone: 'quiet',
        icon: <CloudSyncOutlined aria-hidden />,
        word: t('save.saving', { count }),
        hint: t('save.savingHint', { count }),
      }
    }
    case 'waiting': {
      const { count } = state
      const word = count === 0 ? t('save.waitingNone') : t('save.waiting', { count })
      return { tone: 'waiting', icon: <DisconnectOutlined aria-hidden />, word, hint: t('save.waitingHint') }
    }
    case 'notSaved': {
      const { count, code } = state
      const word = t('save.notSaved', { reason: reasonWords(code, t) })
      return { tone: 'lost', icon: <WarningOutlined aria-hidden />, word, hint: t('save.notSavedHint', { count }) }
    }
    case 'closed': {
      const { count, code } = state
      const word = t('save.closed', { reason: reasonWords(code, t) })
      return {
        tone: 'lost',
        icon: <StopOutlined aria-hidden />,
        word,
        hint: count === 0 ? '' : t('save.closedHint', { count }),
      }
    }
  }
}

interface Props {
  readonly state: SaveState
  readonly held: number
  readonly clock: (at: number) => string
  readonly onHeld: () => void
  readonly onReopen: () => void
}

/** The badge that is always there, read out when it changes. */
export function SaveBadge({ state, held, clock, onHeld, onReopen }: Props) {
  const { t } = useTranslation()
  const { tone, icon, word, hint } = badgeWords(state, t, clock)
  return (
    <div className="save">
      <Tooltip title={hint}>
        <span className={`save-badge save-${tone}`} role="status" aria-live="polite">
          {icon}
          <span className="save-word">{word}</span>
        </span>
      </Tooltip>
      {state.kind === 'closed' ? <WayBack code={state.code} onReopen={onReopen} /> : null}
      {held > 0 ? (
        <Tooltip title={t('save.heldHint')}>
          <Button size="small" danger icon={<WarningOutlined aria-hidden />} onClick={onHeld}>
            {t('save.held', { count: held })}
          </Button>
        </Tooltip>
      ) : null}
    </div>
  )
}

/** The next step after the server ended the connection for good. */
function WayBack({ code, onReopen }: { readonly code: ErrorCode; readonly onReopen: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  return code === 'not-signed-in' ? (
    <Button size="small" onClick={() => navigate(`${signInPath(pathname + search)}&expired`)}>
      {t('save.signInAgain')}
    </Button>
  ) : (
    <Button size="small" onClick={onReopen}>
      {t('save.reopen')}
    </Button>
  )
}
