import { useServices } from '../app/services.ts'
import { momentText } from '../ui/moments.ts'
import { useRowOrigins } from './queries.ts'
import type { Reader } from './words.ts'

interface Props {
  readonly sheet: string
  readonly row: string
  readonly reader: Reader
}

/** Which submissions the row came from or was given, above its history; nothing where there are none (INTAKE-12). */
export function RowOrigins({ sheet, row, reader: { t, language, zone } }: Props) {
  const { data = [] } = useRowOrigins(sheet, row)
  const { now } = useServices()
  if (data.length === 0) return null
  return (
    <ul className="intake-origins">
      {data.map(({ submission, state, source, from, at, decidedBy }) => (
        <li key={submission}>
          {t(`intake.origin.${state}`, {
            source: [t(`intake.source.${source}`), from].filter(part => part !== '').join(' '),
            by: decidedBy ?? t('intake.notDone.rule'),
          })}{' '}
          <time className="quiet" dateTime={at}>
            {momentText(at, zone, language, now())}
          </time>
        </li>
      ))}
    </ul>
  )
}
