import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportPreview } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { useLanguage } from '../i18n/language.ts'

type Understood = ImportPreview['understood'][number]

interface Props {
  readonly understood: readonly Understood[]
  readonly columns: readonly Column[]
  readonly zone: string
}

/** Texts that were taken for something that looks different, beside what they were taken for (IMP-3). */
export function UnderstoodTable({ understood, columns, zone }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const meant = ({ column, value, unit }: Understood): string => {
    const known = columns.find(({ id }) => id === column)
    const text = known === undefined ? String(value) : formatCell(known, value, language, zone)
    return unit === undefined ? text : `${text} ${unit}`
  }
  return (
    <Table<Understood & { key: number }>
      size="small"
      scroll={{ x: 'max-content', y: 160 }}
      pagination={false}
      dataSource={understood.map((item, key) => ({ ...item, key }))}
      columns={[
        { title: t('import.header'), dataIndex: 'header', width: 130, ellipsis: true },
        { title: t('imports.written'), dataIndex: 'text', width: 160, ellipsis: true },
        { title: t('imports.meant'), width: 180, render: (_, item) => <strong>{meant(item)}</strong> },
        {
          title: '',
          width: 220,
          render: (_, { count, line }) => <span className="quiet">{t('imports.times', { count, line })}</span>,
        },
      ]}
    />
  )
}
