import { ArrowLeftOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { PersonActivity } from '../../shared/protocol/revert.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { HistoryEntry } from '../history/HistoryEntry.tsx'
import { useChanges } from './queries.ts'
import { RevertDialog } from './RevertDialog.tsx'
import type { TimeChoice } from './timeChoice.ts'

interface Props {
  readonly operation: string
  readonly person: PersonActivity['member']
  readonly choice: TimeChoice
  readonly sheets: readonly SheetInfo[]
  readonly zone: string
  readonly mayRevert: boolean
  readonly onBack: () => void
}

/** One person's changes, and the step that undoes them. */
export function PersonChanges({ operation, person, choice, sheets, zone, mayRevert, onBack }: Props) {
  const { t, i18n } = useTranslation()
  const [undoing, setUndoing] = useState(false)
  const changes = useChanges(operation, person.id, choice)
  const items = changes.data?.pages.flatMap(page => page.items) ?? []
  const sheetOf = (id: string): SheetInfo | undefined => sheets.find(sheet => sheet.id === id)
  return (
    <section aria-label={t('people.changesOf', { name: person.name })}>
      <div className="person-head">
        <Button type="text" size="small" icon={<ArrowLeftOutlined aria-hidden />} onClick={onBack}>
          {t('people.title')}
        </Button>
        <h2>{t('people.changesOf', { name: person.name })}</h2>
        {mayRevert ? (
          <Button danger onClick={() => setUndoing(true)}>
            {t('people.undo')}
          </Button>
        ) : null}
      </div>
      {changes.error === null ? null : (
        <Alert type="warning" showIcon role="alert" title={sentenceOf(changes.error, i18n)} />
      )}
      {changes.isPending ? <Spin size="small" /> : null}
      {changes.isSuccess && items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('people.noChanges')} />
      ) : null}
      <ul className="entries person-changes">
        {items.map(item => (
          <li key={item.id} className="person-change">
            <div className="quiet">
              {sheetOf(item.sheet)?.title ?? item.sheet} · {item.label === '' ? item.row : item.label}
            </div>
            <ul className="entries">
              <HistoryEntry
                item={item}
                column={sheetOf(item.sheet)?.columns.find(({ id }) => id === item.column)}
                scope="row"
                zone={zone}
                current={item.new}
                takeBack={undefined}
              />
            </ul>
          </li>
        ))}
      </ul>
      {changes.hasNextPage ? (
        <Button block size="small" loading={changes.isFetchingNextPage} onClick={() => void changes.fetchNextPage()}>
          {t('people.more')}
        </Button>
      ) : null}
      {undoing ? (
        <RevertDialog
          operation={operation}
          person={person}
          choice={choice}
          sheets={sheets}
          onClose={() => setUndoing(false)}
        />
      ) : null}
    </section>
  )
}
