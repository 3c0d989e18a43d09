import { CheckCircleOutlined, InfoCircleOutlined, WarningOutlined } from '@ant-design/icons'
import { InputNumber, Select, Table } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportChoice, ImportPreview, Refusal } from '../../shared/protocol/http.ts'
import type { Column, RefusalReason } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { MappingTable } from './MappingTable.tsx'
import { RefusalsLink } from './RefusalsLink.tsx'

interface Props {
  readonly preview: ImportPreview
  readonly busy: boolean
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onChoice: (choice: ImportChoice) => void
}

/** What the server understood of the file: counts, the mapping of columns, every refusal with its reason, the first rows as they will be. */
export function ImportPreviewView({ preview, busy, columns, zone, onChoice }: Props) {
  const { t } = useTranslation()
  const { api } = useServices()
  return (
    <div className="import-preview" aria-busy={busy}>
      <Choices preview={preview} busy={busy} onChoice={onChoice} />
      <ul className="import-counts" aria-live="polite">
        <Count
          tone="good"
          icon={<CheckCircleOutlined aria-hidden />}
          text={t('import.willAdd', { count: preview.willAdd })}
        />
        {preview.alreadyThere > 0 ? (
          <Count
            tone="quiet"
            icon={<InfoCircleOutlined aria-hidden />}
            text={t('import.alreadyThere', { count: preview.alreadyThere })}
          />
        ) : null}
        {preview.refusalCount > 0 ? (
          <Count
            tone="waiting"
            icon={<WarningOutlined aria-hidden />}
            text={t('import.refusedCount', { count: preview.refusalCount })}
          />
        ) : null}
        {busy ? <Count tone="quiet" icon={null} text={t('import.updating')} /> : null}
      </ul>
      {preview.refusals.length > 0 ? (
        <section>
          <h3>{t('import.refusals')}</h3>
          <Refusals refusals={preview.refusals} />
          {preview.refusalCount > preview.refusals.length ? (
            <p className="quiet">{t('import.onlyFirst', { count: preview.refusals.length })}</p>
          ) : null}
          <RefusalsLink href={api.url(`imports/${encodeURIComponent(preview.id)}/refusals`)} />
        </section>
      ) : null}
      <section>
        <h3>{t('import.mapping')}</h3>
        <MappingTable preview={preview} busy={busy} columns={columns} onChoice={onChoice} />
      </section>
      <section>
        <h3>{t('import.firstRows')}</h3>
        <FirstRows preview={preview} columns={columns} zone={zone} />
      </section>
    </div>
  )
}

const Count = ({ tone, icon, text }: { readonly tone: string; readonly icon: ReactNode; readonly text: string }) => (
  <li className={`save-${tone}`}>
    {icon} {text}
  </li>
)

function Choices({ preview, busy, onChoice }: Pick<Props, 'preview' | 'busy' | 'onChoice'>) {
  const { t } = useTranslation()
  return (
    <div className="import-choices">
      <strong>{preview.fileName}</strong>
      {preview.tables.length > 1 ? (
        <span>
          {t('import.table')}{' '}
          <Select
            aria-label={t('import.table')}
            size="small"
            disabled={busy}
            value={preview.table}
            popupMatchSelectWidth={false}
            options={preview.tables.map(value => ({ value, label: value }))}
            onChange={table => onChoice({ table })}
          />
        </span>
      ) : null}
      <span>
        {t('import.headerLine')}{' '}
        <InputNumber
          aria-label={t('import.headerLine')}
          size="small"
          min={1}
          precision={0}
          disabled={busy}
          key={preview.headerLine}
          defaultValue={preview.headerLine}
          changeOnBlur
          onChange={headerLine => {
            if (headerLine !== null && headerLine !== preview.headerLine) onChoice({ table: preview.table, headerLine })
          }}
        />
      </span>
      <span className="quiet">{t('import.encoding', { encoding: preview.encoding })}</span>
    </div>
  )
}

const isReason = (reason: string): reason is RefusalReason => Object.hasOwn(REFUSAL_TEXT, reason)

function Refusals({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const effect = { note: t('import.effectNote'), row: t('import.effectRow'), out: t('import.effectOut') }
  return (
    <Table<Refusal & { key: number }>
      size="small"
      scroll={{ x: 'max-content', y: 180 }}
      pagination={false}
      dataSource={refusals.map((refusal, key) => ({ ...refusal, key }))}
      columns={[
        { title: t('import.line'), dataIndex: 'line', width: 64, align: 'right' },
        { title: t('import.header'), dataIndex: 'header', width: 130, ellipsis: true },
        { title: t('import.text'), dataIndex: 'text', width: 200, ellipsis: true },
        {
          title: t('import.reason'),
          width: 210,
          render: (_, { reason }) => (isReason(reason) ? REFUSAL_TEXT[reason][language] : reason),
        },
        { title: t('import.effect'), width: 150, render: (_, refusal) => effect[refusal.effect] },
      ]}
    />
  )
}

function FirstRows({ preview, columns, zone }: Pick<Props, 'preview' | 'columns' | 'zone'>) {
  const language = useLanguage()
  const used = columns.filter(({ id }) => preview.rows.some(row => (row.cells[id] ?? null) !== null))
  return (
    <Table
      size="small"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey="id"
      dataSource={preview.rows.slice(0, 8)}
      columns={used.map(column => ({
        title: column.label[language],
        key: column.id,
        width: Math.min(column.width ?? 120, 200),
        ellipsis: true,
        render: (_: unknown, row: ImportPreview['rows'][number]) =>
          formatCell(column, row.cells[column.id] ?? null, language, zone),
      }))}
    />
  )
}
