import { Alert, Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CommandInfo } from '../../shared/protocol/revert.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { useTakeBack } from '../transfer/useTakeBack.ts'
import { momentText } from '../ui/moments.ts'
import { useReverts } from './queries.ts'

interface Props {
  readonly operation: string
  readonly zone: string
  readonly mayRevert: boolean
}

/** Whose changes have been undone, by whom and when, each with the way back. Nothing while nobody's have. */
export function RevertList({ operation, zone, mayRevert }: Props) {
  const { t } = useTranslation()
  const { data = [] } = useReverts(operation)
  if (data.length === 0) return null
  return (
    <section aria-label={t('people.list')}>
      <h2>{t('people.list')}</h2>
      <ul className="entries">
        {data.map(command => (
          <Item key={command.id} command={command} zone={zone} mayRevert={mayRevert} />
        ))}
      </ul>
    </section>
  )
}

function Item({ command, zone, mayRevert }: Omit<Props, 'operation'> & { readonly command: CommandInfo }) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const back = useTakeBack('revert', command.id)
  const shown = back.result?.command ?? command
  const moment = (iso: string | null): string => (iso === null ? '' : momentText(iso, zone, language, now()))
  const undone = shown.state === 'undone'
  return (
    <li className="entry">
      <div className="entry-head">
        <span>{t('people.listItem', { by: shown.by.name, of: shown.of?.name ?? '', since: moment(shown.since) })}</span>
        <time dateTime={shown.at} className="quiet">
          {moment(shown.at)}
        </time>
        {undone ? <Tag>{t('people.listBack')}</Tag> : null}
      </div>
      {back.error === undefined ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(back.error, i18n)} />
      )}
      {mayRevert && shown.state !== 'underWay' ? (
        <Button size="small" loading={back.busy} onClick={() => void (undone ? back.redo() : back.undo())}>
          {t(undone ? 'people.again' : 'people.takeBack')}
        </Button>
      ) : null}
    </li>
  )
}
