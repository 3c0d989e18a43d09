import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { App as AntApp, Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { isRemovable } from '../../shared/schema/ownColumns.ts'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { useLanguage } from '../i18n/language.ts'
import { PanelFrame } from '../time/PanelFrame.tsx'
import { ColumnForm } from './ColumnForm.tsx'
import { type ColumnDeed, useColumnDeed, useColumns } from './queries.ts'
import './columns.css'

/** The sheet's columns for who may change them: add, change, move, take away, bring back. */
export function ColumnsPanel({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { sheet, view } = open
  const { data, error } = useColumns(sheet.id)
  const deed = useColumnDeed(sheet.id)
  const [editing, setEditing] = useState<Column | 'new'>()
  const columns = data?.columns ?? sheet.columns
  const act = (what: ColumnDeed): void =>
    deed.mutate(what, { onError: failure => void message.error(sentenceOf(failure, i18n)) })
  const move = (from: number, to: number): void => {
    const ids = columns.map(({ id }) => id)
    const [id] = ids.splice(from, 1)
    if (id === undefined) return
    ids.splice(to, 0, id)
    act({ do: 'order', columns: ids })
  }
  return (
    <PanelFrame view={view} title={t('columns.title')} onClose={onClose}>
      <div className="side-body">
        <p className="quiet">{t('columns.lead')}</p>
        {error === null ? null : <p role="alert">{sentenceOf(error, i18n)}</p>}
        <Button type="primary" size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>
          {t('columns.add')}
        </Button>
        <ul className="entries column-list">
          {columns.map((column, i) => (
            <Line
              key={column.id}
              column={column}
              first={i === 0}
              last={i === columns.length - 1}
              busy={deed.isPending}
              onUp={() => move(i, i - 1)}
              onDown={() => move(i, i + 1)}
              onEdit={() => setEditing(column)}
              onRemove={() => act({ do: 'remove', column: column.id })}
            />
          ))}
        </ul>
        <Removed columns={data?.removed ?? []} onRestore={column => act({ do: 'restore', column })} />
      </div>
      {editing === undefined ? null : (
        <ColumnForm
          sheet={sheet.id}
          column={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </PanelFrame>
  )
}

interface LineProps {
  readonly column: Column
  readonly first: boolean
  readonly last: boolean
  readonly busy: boolean
  readonly onUp: () => void
  readonly onDown: () => void
  readonly onEdit: () => void
  readonly onRemove: () => void
}

function Line({ column, first, last, busy, onUp, onDown, onEdit, onRemove }: LineProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = column.label[language]
  return (
    <li className="entry column-line">
      <span className="column-name">
        {name}
        {column.required === true ? ' *' : ''} <span className="quiet">{t(`columns.kinds.${column.kind.type}`)}</span>
        {column.own === true ? <Tag className="column-own">{t('columns.own')}</Tag> : null}
      </span>
      <Button
        type="text"
        size="small"
        disabled={first || busy}
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={t('columns.up', { name })}
        onClick={onUp}
      />
      <Button
        type="text"
        size="small"
        disabled={last || busy}
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={t('columns.down', { name })}
        onClick={onDown}
      />
      {column.own === true ? (
        <Button
          type="text"
          size="small"
          icon={<EditOutlined aria-hidden />}
          aria-label={t('columns.edit', { name })}
          onClick={onEdit}
        />
      ) : null}
      {isRemovable(column) ? (
        <Button
          type="text"
          size="small"
          disabled={busy}
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t('columns.remove', { name })}
          onClick={onRemove}
        />
      ) : null}
    </li>
  )
}

interface RemovedProps {
  readonly columns: readonly Column[]
  readonly onRestore: (column: string) => void
}

function Removed({ columns, onRestore }: RemovedProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  if (columns.length === 0) return null
  return (
    <>
      <h3>{t('columns.removed')}</h3>
      <p className="quiet">{t('columns.removedHint')}</p>
      <ul className="entries">
        {columns.map(({ id, label }) => (
          <li key={id} className="entry column-line">
            <span className="column-name">{label[language]}</span>
            <Button size="small" onClick={() => onRestore(id)}>
              {t('columns.restore', { name: label[language] })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
