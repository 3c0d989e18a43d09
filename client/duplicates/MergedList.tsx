import { Alert, Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { MergeInfo } from '../../shared/protocol/duplicates.ts'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import { When } from '../history/HistoryEntry.tsx'
import { useDecision, useMerges } from './queries.ts'

interface Props {
  readonly sheet: SheetInfo
  readonly zone: string
  readonly mayMerge: boolean
}

/** Rows of a sheet that have been made one, newest first, each with the way back (DUP-8). */
export function MergedList({ sheet, zone, mayMerge }: Props) {
  const { t, i18n } = useTranslation()
  const { data, error } = useMerges(sheet.id)
  if (error !== null) return <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />
  if (data === undefined) return <p className="quiet">{t('app.loading')}</p>
  return (
    <section aria-label={sheet.title}>
      <h2>{sheet.title}</h2>
      {data.length === 0 ? <p className="quiet">{t('duplicates.noneMerged')}</p> : null}
      <ul className="entries">
        {data.map(merge => (
          <Item key={merge.id} merge={merge} sheet={sheet} zone={zone} mayMerge={mayMerge} />
        ))}
      </ul>
    </section>
  )
}

function Item({ merge, sheet, zone, mayMerge }: Props & { readonly merge: MergeInfo }) {
  const { t, i18n } = useTranslation()
  const { undo } = useDecision(sheet.id)
  const shown = undo.data ?? merge
  return (
    <li className="entry">
      <div className="entry-head">
        <span>{t('duplicates.mergeItem', { by: shown.by.name, label: shown.label })}</span>
        <When at={shown.at} zone={zone} />
        {shown.state === 'done' ? null : <Tag>{t(`duplicates.${shown.state}`)}</Tag>}
      </div>
      {shown.leftCount === 0 ? null : <div className="quiet">{t('duplicates.left', { count: shown.leftCount })}</div>}
      {undo.error === null ? null : <Alert type="warning" showIcon role="alert" title={sentenceOf(undo.error, i18n)} />}
      <Link to={`${sheetPath(sheet.operation, sheet.id, { row: shown.kept })}&panel=history`}>
        {t('duplicates.showIt')}
      </Link>
      {mayMerge && shown.state !== 'undone' ? (
        <Button size="small" loading={undo.isPending} onClick={() => undo.mutate(shown.id)}>
          {t('duplicates.undo')}
        </Button>
      ) : null}
    </li>
  )
}
