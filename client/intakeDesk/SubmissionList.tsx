import { LockOutlined, WarningOutlined } from '@ant-design/icons'
import { Checkbox, Tag } from 'antd'
import { useEffect, useRef } from 'react'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { SubmissionItem } from '../../shared/protocol/intake.ts'
import { useServices } from '../app/services.ts'
import { momentText, relativeText } from '../ui/moments.ts'
import { columnsFor, type Reader, summaryOf } from './words.ts'

interface Props {
  readonly items: readonly SubmissionItem[]
  readonly sheets: readonly SheetInfo[]
  readonly reader: Reader
  readonly current: string | undefined
  readonly chosen: ReadonlySet<string>
  readonly onCurrent: (id: string) => void
  readonly onChoose: (id: string, chosen: boolean) => void
}

/** What came in, a line each: what, from where, when, why to look (INTAKE-13). */
export function SubmissionList({ items, current, ...rest }: Props) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (current !== undefined)
      list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <ul className="intake-list" ref={list}>
      {items.map(item => (
        <Line key={item.id} item={item} current={item.id === current} {...rest} />
      ))}
    </ul>
  )
}

type LineProps = Omit<Props, 'items' | 'current'> & { readonly item: SubmissionItem; readonly current: boolean }

function Line({ item, sheets, reader, current, chosen, onCurrent, onChoose }: LineProps) {
  const { t, zone, language } = reader
  const { now } = useServices()
  const what = summaryOf(item, columnsFor(sheets, item), reader)
  const state = item.decided === null ? undefined : t(`intake.state.${item.state}`)
  return (
    <li className={current ? 'intake-line intake-current' : 'intake-line'} aria-current={current}>
      <Checkbox
        checked={chosen.has(item.id)}
        aria-label={t('intake.select', { what })}
        onChange={({ target }) => onChoose(item.id, target.checked)}
      />
      <button type="button" className="intake-open" onClick={() => onCurrent(item.id)}>
        <span className="intake-what">
          {item.confidential ? <LockOutlined title={t('intake.confidential')} /> : null} {what}
        </span>
        <span className="intake-from quiet">
          {[item.community, t(`intake.source.${item.source}`), item.from].filter(Boolean).join(' · ')}
        </span>
        <span className="intake-tags">
          {item.signs.length === 0 ? null : (
            <Tag color="warning" icon={<WarningOutlined aria-hidden />}>
              {t('intake.held')} {item.signs.length}
            </Tag>
          )}
          {state === undefined ? null : <Tag>{state}</Tag>}
          <time className="quiet" dateTime={item.at} title={momentText(item.at, zone, language, now())}>
            {relativeText(item.at, language, now()) ?? t('history.now')}
          </time>
        </span>
      </button>
    </li>
  )
}
