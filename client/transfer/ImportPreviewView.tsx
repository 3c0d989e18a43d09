import { CheckCircleOutlined, EditOutlined, InfoCircleOutlined, LockOutlined, WarningOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select, Table } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportChoice, ImportPreview } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { MappingTable } from './MappingTable.tsx'
import { MatchesView } from './MatchesView.tsx'
import { RefusalsLink } from './RefusalsLink.tsx'
import { RefusalsTable } from './RefusalsTable.tsx'
import { UnderstoodTable } from './UnderstoodTable.tsx'

interface Props {
  readonly preview: ImportPreview
  /** All that has been chosen so far. */
  readonly choice: ImportChoice
  readonly busy: boolean
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onChoice: (choice: ImportChoice) => void
}

/** What the server understood of the file: counts, the mapping of columns, every refusal with its reason, the first rows as they will be. */
export function ImportPreviewView({ preview, choice, busy, columns, zone, onChoice }: Props) {
  const { t } = useTranslation()
  const { api } = useServices()
  return (
    <div className="import-preview" aria-busy={busy}>
      <Choices preview={preview} busy={busy} zone={zone} onChoice={onChoice} />
      <ul className="import-counts" aria-live="polite">
        <Count
          tone="good"
          icon={<CheckCircleOutlined aria-hidden />}
          text={t('import.willAdd', { count: preview.willAdd })}
        />
        {preview.willUpdate > 0 ? (
          <Count
            tone="good"
            icon={<EditOutlined aria-hidden />}
            text={t('imports.willUpdate', { rows: preview.willUpdate, cells: preview.willUpdateCells })}
          />
        ) : null}
        {preview.willSkip > 0 ? (
          <Count
            tone="quiet"
            icon={<InfoCircleOutlined aria-hidden />}
            text={t('imports.willSkip', { count: preview.willSkip })}
          />
        ) : null}
        {preview.conflictCount > 0 ? (
          <Count
            tone="waiting"
            icon={<WarningOutlined aria-hidden />}
            text={t('imports.conflicts', { count: preview.conflictCount })}
          />
        ) : null}
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
        {preview.personalCount > 0 ? (
          <Count
            tone="waiting"
            icon={<LockOutlined aria-hidden />}
            text={t('contacts.stray.inFile', { count: preview.personalCount })}
          />
        ) : null}
        {busy ? <Count tone="quiet" icon={null} text={t('import.updating')} /> : null}
      </ul>
      <Mended choice={choice} busy={busy} onChoice={onChoice} />
      {preview.refusals.length > 0 ? (
        <section>
          <h3>{t('import.refusals')}</h3>
          <p className="quiet">{t('imports.mendHint')}</p>
          <RefusalsTable
            refusals={preview.refusals}
            busy={busy}
            mends={choice.mends ?? {}}
            onMends={mends => onChoice({ mends })}
          />
          {preview.refusalCount > preview.refusals.length ? (
            <p className="quiet">{t('import.onlyFirst', { count: preview.refusals.length })}</p>
          ) : null}
          <RefusalsLink href={api.url(`imports/${encodeURIComponent(preview.id)}/refusals`)} />
        </section>
      ) : null}
      {preview.matchCount > 0 ? (
        <MatchesView
          preview={preview}
          duplicates={choice.duplicates ?? {}}
          busy={busy}
          columns={columns}
          zone={zone}
          onChoice={onChoice}
        />
      ) : null}
      <section>
        <h3>{t('import.mapping')}</h3>
        <MappingTable preview={preview} busy={busy} columns={columns} onChoice={onChoice} />
      </section>
      {preview.understood.length > 0 ? (
        <section>
          <h3>{t('imports.understood')}</h3>
          <UnderstoodTable understood={preview.understood} columns={columns} zone={zone} />
        </section>
      ) : null}
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

/** How many cells were mended, and the way back to what the file says. */
function Mended({ choice, busy, onChoice }: Pick<Props, 'choice' | 'busy' | 'onChoice'>) {
  const { t } = useTranslation()
  const count = Object.keys(choice.mends ?? {}).length
  if (count === 0) return null
  return (
    <div>
      <EditOutlined aria-hidden /> {t('imports.mendedCount', { count })}{' '}
      <Button size="small" type="link" disabled={busy} onClick={() => onChoice({ mends: {} })}>
        {t('imports.mendsBack')}
      </Button>
    </div>
  )
}

function Choices({ preview, busy, zone, onChoice }: Pick<Props, 'preview' | 'busy' | 'zone' | 'onChoice'>) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
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
      <span>
        {t('imports.headerLines')}{' '}
        <InputNumber
          aria-label={t('imports.headerLines')}
          size="small"
          min={1}
          max={3}
          precision={0}
          disabled={busy}
          key={`lines ${preview.headerLines}`}
          defaultValue={preview.headerLines}
          changeOnBlur
          onChange={headerLines => {
            if (headerLines !== null && headerLines !== preview.headerLines)
              onChoice({ table: preview.table, headerLine: preview.headerLine, headerLines })
          }}
        />
      </span>
      {preview.exportedAt === null ? null : (
        <span className="quiet">
          {t('imports.exportedAt', { at: momentText(preview.exportedAt, zone, language, now()) })}
        </span>
      )}
      <span className="quiet">{t('import.encoding', { encoding: preview.encoding })}</span>
    </div>
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
