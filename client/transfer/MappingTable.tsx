import { Select, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportChoice, ImportPreview } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { useLanguage } from '../i18n/language.ts'

interface Props {
  readonly preview: ImportPreview
  readonly busy: boolean
  readonly columns: readonly Column[]
  readonly onChoice: (choice: ImportChoice) => void
}

/** Stands for `null` in the list: the text goes into the row's note, with its header. Nothing can be left out. */
const NOTE = '→note'

/** Which column of the file goes to which column of the sheet, changeable. */
export function MappingTable({ preview, busy, columns, onChoice }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const taken = new Set(preview.columns.map(({ column }) => column))
  const mapped = (index: number, column: string | null): ImportChoice['mapping'] =>
    Object.fromEntries(preview.columns.map(at => [String(at.index), at.index === index ? column : at.column]))
  const options = (own: string | null) => [
    { value: NOTE, label: t('import.toNote') },
    ...columns.map(({ id, label }) => ({ value: id, label: label[language], disabled: id !== own && taken.has(id) })),
  ]
  return (
    <Table<ImportPreview['columns'][number]>
      size="small"
      scroll={{ x: 'max-content', y: 260 }}
      pagination={false}
      rowKey="index"
      dataSource={preview.columns}
      columns={[
        { title: t('import.fileColumn'), dataIndex: 'header', width: 180, ellipsis: true },
        {
          title: t('import.sheetColumn'),
          width: 190,
          render: (_, { index, header, column }) => (
            <Select
              size="small"
              className="mapping-select"
              aria-label={`${header} → ${t('import.sheetColumn')}`}
              disabled={busy}
              showSearch={{ optionFilterProp: 'label' }}
              value={column ?? NOTE}
              options={options(column)}
              onChange={value =>
                onChoice({
                  table: preview.table,
                  headerLine: preview.headerLine,
                  headerLines: preview.headerLines,
                  mapping: mapped(index, value === NOTE ? null : value),
                })
              }
            />
          ),
        },
        {
          title: t('imports.understoodAs'),
          width: 150,
          render: (_, { by, confidence }) => (
            <span className={confidence < 1 && by !== 'nothing' ? 'mapping-guess' : 'quiet'}>
              {t(`imports.by.${by}`)}
              {confidence > 0 && confidence < 1 ? (
                <small> · {t('imports.sure', { percent: Math.round(confidence * 100) })}</small>
              ) : null}
            </span>
          ),
        },
        {
          title: t('import.samples'),
          width: 320,
          ellipsis: true,
          render: (_, { samples }) => <span className="quiet">{samples.join(' · ')}</span>,
        },
      ]}
    />
  )
}
