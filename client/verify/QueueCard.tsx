import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { QueueItem } from '../../shared/protocol/verification.ts'
import { useServices } from '../app/services.ts'
import { ContactSection } from '../contacts/ContactSection.tsx'
import { useLanguage } from '../i18n/language.ts'
import { cardOf } from '../phone/cardOf.ts'
import { momentText, relativeText } from '../ui/moments.ts'
import { StandingMark } from './StandingMark.tsx'
import { useWording } from './useWording.ts'
import { changeByText, decidedText } from './words.ts'

interface Props {
  readonly id: string
  readonly item: QueueItem
  readonly current: boolean
  readonly sheet: SheetInfo | undefined
  readonly zone: string
  readonly onChoose: () => void
  readonly onVerify: () => void
  readonly onReject: () => void
  readonly onWithdraw: () => void
  readonly onOpen: () => void
  /** The form, while it is open for this row. */
  readonly children: ReactNode
}

/** One row of the queue: what it claims, why it needs a closer look, what changed, and what can be done. */
export function QueueCard(props: Props) {
  const { id, item, current, sheet, zone, children } = props
  const { t } = useTranslation()
  const { now } = useServices()
  const language = useLanguage()
  const columns = sheet?.columns ?? []
  const wording = useWording(columns, zone)
  const card = cardOf(columns, column => item.cells[column] ?? null, language, zone)
  const since = relativeText(item.since, language, now())
  const where = [card.place, card.organization, ...card.others].filter(part => part !== '').join(' · ')
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: J and K choose by keyboard
    <li
      className={current ? 'verify-card verify-card-current' : 'verify-card'}
      data-item={id}
      tabIndex={current ? 0 : -1}
      aria-current={current}
      onClick={props.onChoose}
    >
      <div className="verify-card-head">
        <strong>{card.title === '' ? t('verify.untitled') : card.title}</strong>
        <span>{card.amount}</span>
        {card.urgency === undefined ? null : (
          <span className={`card-word ${card.urgency.tone}`}>{card.urgency.word}</span>
        )}
        <StandingMark state={item.state} />
        <span className="quiet" title={momentText(item.since, zone, language, now())}>
          {since === undefined || item.state === 'verified' || item.state === 'rejected'
            ? ''
            : t('verify.since', { time: since })}
        </span>
      </div>
      <p className="quiet">
        {sheet?.title}
        {where === '' ? '' : ` · ${where}`}
      </p>
      {item.hard.length === 0 ? null : (
        <p className="verify-hard">⚑ {item.hard.map(reason => t(`verify.hardWhy.${reason}`)).join('、')}</p>
      )}
      {item.changed.map(change => (
        <p key={change.column} className="verify-change">
          ⚠ {changeByText(change, wording)}
        </p>
      ))}
      {item.decided === null ? null : (
        <p className="quiet">
          {decidedText(item.decided, wording)}
          {item.decided.reason === null ? '' : ` · ${item.decided.reason}`}
        </p>
      )}
      {current ? <ContactSection sheet={item.sheet} row={item.row} zone={zone} /> : null}
      {children ?? (
        <div className="verify-buttons">
          {item.state === 'verified' ? null : (
            <Button size="small" type={current ? 'primary' : 'default'} onClick={stopped(props.onVerify)}>
              {t(item.state === 'stale' ? 'verify.submitOnly' : 'verify.submit')}
            </Button>
          )}
          {item.state === 'rejected' ? null : (
            <Button size="small" onClick={stopped(props.onReject)}>
              {t('verify.reject')}
            </Button>
          )}
          {item.state === 'unverified' || !current ? null : (
            <Button size="small" onClick={stopped(props.onWithdraw)}>
              {t('verify.withdraw')}
            </Button>
          )}
          <Button size="small" type="text" onClick={stopped(props.onOpen)}>
            {t('verify.open')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** A button's own click; the card is not chosen a second time by it. */
const stopped = (work: () => void) => (event: { stopPropagation(): void }) => {
  event.stopPropagation()
  work()
}
