import { Input, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportChoice, Refusal } from '../../shared/protocol/imports.ts'
import type { RefusalReason } from '../../shared/schema/column.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { useLanguage } from '../i18n/language.ts'

interface Props {
  readonly refusals: readonly Refusal[]
  readonly busy: boolean
  readonly mends: NonNullable<ImportChoice['mends']>
  readonly onMends: (mends: NonNullable<ImportChoice['mends']>) => void
}

const isReason = (reason: string): reason is RefusalReason => Object.hasOwn(REFUSAL_TEXT, reason)

/** What cannot go in as it stands, each with its reason, and a field to mend it in (IMP-8). */
export function RefusalsTable({ refusals, busy, mends, onMends }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const effect = { note: t('import.effectNote'), row: t('import.effectRow'), out: t('import.effectOut') }
  const mend = (place: string, before: string, text: string): void => {
    if (text !== before) onMends({ ...mends, [place]: text })
  }
  return (
    <Table<Refusal & { key: number }>
      size="small"
      scroll={{ x: 'max-content', y: 200 }}
      pagination={false}
      dataSource={refusals.map((refusal, key) => ({ ...refusal, key }))}
      columns={[
        { title: t('import.line'), dataIndex: 'line', width: 64, align: 'right' },
        { title: t('import.header'), dataIndex: 'header', width: 130, ellipsis: true },
        {
          title: t('import.text'),
          width: 220,
          ellipsis: true,
          render: (_, { line, index, header, text, reason, effect: what }) => {
            if (index === undefined || what === 'out') return text
            // What a whole row says is not what its empty cell says.
            const before = reason === 'required' ? '' : what === 'row' ? undefined : text
            if (before === undefined) return text
            return (
              <Input
                key={`${line}:${index}:${before}`}
                size="small"
                disabled={busy}
                defaultValue={mends[`${line}:${index}`] ?? before}
                placeholder={reason === 'required' ? text.split('\n')[0] : ''}
                maxLength={10_000}
                aria-label={t('imports.mend', { line, header })}
                onPressEnter={event => mend(`${line}:${index}`, before, event.currentTarget.value)}
                onBlur={event => mend(`${line}:${index}`, before, event.currentTarget.value)}
              />
            )
          },
        },
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
