import { WarningOutlined } from '@ant-design/icons'
import { Button, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Activity, PersonActivity, Suspicion } from '../../shared/protocol/revert.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { Sparkline } from './Sparkline.tsx'

interface Props {
  readonly activity: Activity
  readonly zone: string
  readonly onOpen: (person: PersonActivity) => void
}

/** One line a person: how much of what, when, and why somebody should look. */
export function PeopleTable({ activity, zone, onOpen }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const number = (value: number): string => new Intl.NumberFormat(language).format(value)
  const counted = (key: 'edits' | 'rowsAdded' | 'rowsDeleted' | 'emptied' | 'overwritten') => ({
    title: t(`people.${key}`),
    key,
    align: 'right' as const,
    width: 84,
    render: (_: unknown, person: PersonActivity) => number(person[key]),
  })
  return (
    <Table<PersonActivity>
      size="small"
      className="people-table"
      pagination={false}
      scroll={{ x: 'max-content' }}
      rowKey={({ member }) => member.id}
      rowClassName={({ suspicions }) => (suspicions.length > 0 ? 'person-suspicious' : '')}
      locale={{ emptyText: t('people.none') }}
      dataSource={activity.people}
      columns={[
        {
          title: t('people.person'),
          width: 230,
          render: (_, person) => (
            <>
              <Button
                type="link"
                className="person-name"
                aria-label={t('people.open', { name: person.member.name })}
                onClick={() => onOpen(person)}
              >
                {person.member.name}
              </Button>
              <div className="quiet">{person.organization}</div>
              {person.suspicions.map(suspicion => (
                <Why key={suspicion.why} suspicion={suspicion} />
              ))}
            </>
          ),
        },
        counted('edits'),
        counted('rowsAdded'),
        counted('rowsDeleted'),
        counted('emptied'),
        counted('overwritten'),
        {
          title: t('people.imports'),
          width: 110,
          align: 'right',
          render: (_, { imports, imported }) =>
            imports === 0 ? '0' : t('people.importsOf', { count: imports, rows: imported }),
        },
        {
          title: t('people.rhythm', { minutes: activity.stepMinutes }),
          width: 116,
          render: (_, { member, spark }) => (
            <Sparkline
              values={spark}
              label={t('people.rhythmOf', { name: member.name, most: Math.max(0, ...spark) })}
            />
          ),
        },
        {
          title: t('people.lastAt'),
          width: 120,
          render: (_, { lastAt }) => <time dateTime={lastAt}>{momentText(lastAt, zone, language, now())}</time>,
        },
      ]}
    />
  )
}

function Why({ suspicion: { why, count, text = '' } }: { readonly suspicion: Suspicion }) {
  const { t } = useTranslation()
  return (
    <Tag color="warning" icon={<WarningOutlined aria-hidden />} className="person-why">
      <span className="visually-hidden">{t('people.suspicious')}: </span>
      {t(`people.why.${why}`, { count, text })}
    </Tag>
  )
}
