import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { clockText, readInstant } from '../../shared/schema/moment.ts'
import { useServices } from '../app/services.ts'
import { rangeOf, type TimeChoice } from './timeChoice.ts'

interface Props {
  readonly choice: TimeChoice
  /** IANA zone of the operation: the clock one writes in. */
  readonly zone: string
  readonly onChoice: (choice: TimeChoice) => void
}

const KINDS = ['hour', 'hours4', 'day', 'custom'] as const

/** Which time is looked at. */
export function TimeField({ choice, zone, onChoice }: Props) {
  const { t } = useTranslation()
  const { now } = useServices()
  const choose = (kind: TimeChoice['kind']): void =>
    onChoice(kind === 'custom' ? { kind, from: rangeOf(choice, now()).from } : { kind })
  const typed = (text: string, take: (iso: string) => void): void => {
    const iso = readInstant(text.replace('T', ' '), { zone })
    if (iso !== undefined) take(iso)
  }
  const local = (iso: string): string => clockText(iso, zone).slice(0, 16).replace(' ', 'T')
  return (
    <div className="people-time">
      <Segmented<TimeChoice['kind']>
        size="small"
        aria-label={t('people.time')}
        value={choice.kind}
        options={KINDS.map(value => ({ value, label: t(`people.${value}`) }))}
        onChange={choose}
      />
      {choice.kind === 'custom' ? (
        <>
          <span>
            {t('people.from')}{' '}
            <Input
              aria-label={t('people.from')}
              size="small"
              type="datetime-local"
              defaultValue={local(choice.from)}
              onChange={event => typed(event.target.value, from => onChoice({ ...choice, from }))}
            />
          </span>
          <span>
            {t('people.to')}{' '}
            <Input
              aria-label={t('people.to')}
              size="small"
              type="datetime-local"
              defaultValue={choice.to === undefined ? '' : local(choice.to)}
              onChange={event => typed(event.target.value, to => onChoice({ ...choice, to }))}
            />
          </span>
        </>
      ) : null}
    </div>
  )
}
