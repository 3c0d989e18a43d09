import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Timeline } from '../../shared/protocol/time.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { localMoment, momentOf } from './localMoment.ts'

interface Props {
  readonly line: Timeline
  /** Milliseconds; the slider goes from `from` to `to`. */
  readonly from: number
  readonly to: number
  readonly at: number
  readonly zone: string
  readonly onMove: (at: number) => void
}

const SECOND = 1_000
const MINUTE = 60_000
/** A history shorter than this is gone through by seconds, a longer one by minutes. */
const SHORT = 120 * MINUTE

/** Slider and clock of the past, with a bar for each part of the time in which the sheet was changed (TIME-15). */
export function TimeControls({ line, from, to, at, zone, onMove }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useId()
  const step = to - from < SHORT ? SECOND : MINUTE
  return (
    <div className="time-controls">
      <div className="time-track">
        <Bars line={line} from={from} to={to} />
        <input
          type="range"
          aria-label={t('time.slider.moment')}
          aria-valuetext={momentText(new Date(at).toISOString(), zone, language, to)}
          min={from}
          max={to}
          step={step}
          value={at}
          onChange={event => onMove(Number(event.target.value))}
        />
      </div>
      <label htmlFor={name} className="time-clock">
        <span className="visually-hidden">{t('time.slider.clock')}</span>
        <input
          id={name}
          type="datetime-local"
          step={step / SECOND}
          value={localMoment(at, zone)}
          min={localMoment(from, zone)}
          max={localMoment(to, zone)}
          onChange={event => {
            const chosen = momentOf(event.target.value, zone)
            if (chosen !== undefined) onMove(Math.min(Math.max(chosen, from), to))
          }}
        />
      </label>
    </div>
  )
}

/** How much was changed when: the eye finds the busy hours, the keyboard has the slider. */
function Bars({ line, from, to }: Pick<Props, 'line' | 'from' | 'to'>) {
  const start = Date.parse(line.from ?? '')
  const width = (Date.parse(line.to ?? '') - start) / Math.max(1, line.counts.length)
  const most = Math.max(1, ...line.counts)
  return (
    <svg className="time-bars" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
      {line.counts.map((count, i) => {
        const at = start + i * width
        if (count === 0) return null
        const height = 4 + (20 * Math.log1p(count)) / Math.log1p(most)
        return (
          <rect
            key={at}
            x={(1000 * (at - from)) / (to - from)}
            y={24 - height}
            width={Math.max(1.5, (1000 * width) / (to - from))}
            height={height}
          />
        )
      })}
    </svg>
  )
}
