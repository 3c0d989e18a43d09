import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Collapse, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { type CommandInfo, commandList } from '../../shared/protocol/revert.ts'
import type { Column } from '../../shared/schema/column.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { LeftCells } from './LeftCells.tsx'
import { useTakeBack } from './useTakeBack.ts'

interface Props {
  readonly sheetId: string
  readonly columns: readonly Column[]
  readonly zone: string
}

/** What has been imported into the sheet before: who, when, from which file, how much, each with the step that takes it back. */
export function ImportList({ sheetId, columns, zone }: Props) {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const list = useQuery({
    queryKey: ['commands', 'imports', sheetId],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await api.get(`sheets/${encodeURIComponent(sheetId)}/imports`, commandList, signal)).items,
  })
  const items = list.data ?? []
  const content =
    list.error !== null ? (
      <Alert type="warning" showIcon title={sentenceOf(list.error, i18n)} />
    ) : items.length === 0 ? (
      <p className="quiet">{t('imports.listNone')}</p>
    ) : (
      <ul className="entries">
        {items.map(item => (
          <Item key={item.id} item={item} columns={columns} zone={zone} />
        ))}
      </ul>
    )
  return (
    <Collapse
      className="import-list"
      size="small"
      ghost
      items={[{ key: 'list', label: t('imports.list'), children: content }]}
    />
  )
}

function Item({ item, columns, zone }: Omit<Props, 'sheetId'> & { readonly item: CommandInfo }) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const back = useTakeBack('import', item.id)
  const shown = back.result?.command ?? item
  const moment = (at: string): string => momentText(at, zone, language, now())
  const { rowsAdded = 0, rowsUpdated = 0 } = shown.counts
  return (
    <li className="entry">
      <div className="entry-head">
        <strong>{shown.fileName}</strong>
        <span className="quiet">
          {shown.by.name} · {moment(shown.at)}
        </span>
        {shown.state === 'undone' ? (
          <Tag>{t('imports.stateUndone', { name: shown.stateBy.name, at: moment(shown.stateAt) })}</Tag>
        ) : null}
        {shown.state === 'underWay' ? <Tag color="warning">{t('imports.stateUnderWay')}</Tag> : null}
      </div>
      <div>{t('imports.counts', { added: rowsAdded, updated: rowsUpdated })}</div>
      {back.error === undefined ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(back.error, i18n)} />
      )}
      {shown.leftCount > 0 && shown.state === 'undone' ? (
        <div>
          {t('imports.undoneLeft', { count: shown.leftCount })}
          <LeftCells left={shown.left} count={shown.leftCount} columnsOf={() => columns} />
        </div>
      ) : null}
      {shown.state === 'underWay' ? null : (
        <Button
          size="small"
          loading={back.busy}
          aria-label={`${t(shown.state === 'undone' ? 'imports.redo' : 'imports.undo')}: ${shown.fileName}`}
          onClick={() => void (shown.state === 'undone' ? back.redo() : back.undo())}
        >
          {t(shown.state === 'undone' ? 'imports.redo' : 'imports.undo')}
        </Button>
      )}
    </li>
  )
}
