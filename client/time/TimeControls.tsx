import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useId, useState } from 'react'
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
/** While it plays, a part of the time with changes stands this long, milliseconds. */
const BEAT = 900

/** Slider and clock of the past, with a bar for each part of the time in which the sheet was changed (TIME-15). */
export function TimeControls({ line, from, to, at, zone, onMove }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useId()
  const step = to - from < SHORT ? SECOND : MINUTE
  const [playing, play] = useState(false)
  useEffect(() => {
    if (!playing) return undefined
    const next = nextChange(line, at, to)
    if (next === undefined) return play(false)
    const timer = setTimeout(() => onMove(next), BEAT)
    return () => clearTimeout(timer)
  }, [playing, line, at, to, onMove])
  const start = (): void => {
    // At the end it begins anew.
    if (nextChange(line, at, to) === undefined) onMove(from)
    play(true)
  }
  return (
    <div className="time-controls">
      <Button
        icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
        aria-label={t(playing ? 'time.slider.pause' : 'time.slider.play')}
        title={t(playing ? 'time.slider.pause' : 'time.slider.play')}
        onClick={playing ? () => play(false) : start}
      />
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

/** The end of the next part of the time in which anything was changed, ms; undefined when there is none. */
function nextChange(line: Timeline, at: number, to: number): number | undefined {
  const start = Date.parse(line.from ?? '')
  const width = (Date.parse(line.to ?? '') - start) / Math.max(1, line.counts.length)
  for (const [i, count] of line.counts.entries()) {
    const end = Math.min(to, Math.ceil(start + (i + 1) * width))
    if (count > 0 && end > at) return end
  }
  return undefined
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
