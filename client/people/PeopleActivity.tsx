import { Alert, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import type { PersonActivity } from '../../shared/protocol/revert.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { PeopleTable } from './PeopleTable.tsx'
import { PersonChanges } from './PersonChanges.tsx'
import { useActivity } from './queries.ts'
import { RevertList } from './RevertList.tsx'
import { TimeField } from './TimeField.tsx'
import type { TimeChoice } from './timeChoice.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

/** Who changed how much lately, suspicious ones first; a person opened shows what they did and undoes it (REVERT-6 … REVERT-8). */
export function PeopleActivity({ me, operation, sheets }: Props) {
  const { t, i18n } = useTranslation()
  const [choice, choose] = useState<TimeChoice>({ kind: 'hour' })
  const [person, open] = useState<PersonActivity['member']>()
  const activity = useActivity(operation.id, choice)
  const zone = operation.timeZone
  const mayRevert = mayI(me, 'edit.revert', operation.id)
  if (person !== undefined)
    return (
      <PersonChanges
        operation={operation.id}
        person={person}
        choice={choice}
        sheets={sheets}
        zone={zone}
        mayRevert={mayRevert}
        onBack={() => open(undefined)}
      />
    )
  return (
    <div className="people">
      <p className="quiet">{t('people.lead')}</p>
      <TimeField choice={choice} zone={zone} onChoice={choose} />
      {activity.error === null ? null : (
        <Alert type="warning" showIcon role="alert" title={sentenceOf(activity.error, i18n)} />
      )}
      {activity.data?.cut === true ? <Alert type="info" showIcon title={t('people.cut')} /> : null}
      {activity.data === undefined ? (
        activity.error === null ? (
          <Spin size="small" />
        ) : null
      ) : (
        <PeopleTable activity={activity.data} zone={zone} onOpen={({ member }) => open(member)} />
      )}
      <RevertList operation={operation.id} zone={zone} mayRevert={mayRevert} />
    </div>
  )
}
