import { Alert, Button, Empty, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { proposeForm } from '../../shared/forms/propose.ts'
import type { ListedForm } from '../../shared/protocol/forms.ts'
import type { Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { useFormDeed } from './queries.ts'

interface Props {
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
  readonly forms: readonly ListedForm[]
  readonly manages: boolean
  readonly onOpen: (form: string, view?: 'build' | 'links' | 'file' | 'paper') => void
}

/** Every form with what came in by it; a new one is proposed from its sheet at once. */
export function FormList({ operation, sheets, forms, manages, onOpen }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const deed = useFormDeed(operation.id)
  const open = sheets.filter(({ archived }) => archived !== true)
  const [sheet, setSheet] = useState(open[0]?.id)
  const make = async (): Promise<void> => {
    const chosen = open.find(({ id }) => id === sheet)
    if (chosen === undefined) return
    const content = proposeForm(chosen.kind, chosen.title, chosen.columns)
    onOpen((await deed.mutateAsync({ do: 'create', sheet: chosen.id, content })).id)
  }
  const stateOf = ({ closed, opensAt, closesAt }: ListedForm): 'closedState' | 'notYet' | 'over' | 'openState' => {
    if (closed) return 'closedState'
    if (closesAt !== null && Date.parse(closesAt) <= now()) return 'over'
    return opensAt !== null && Date.parse(opensAt) > now() ? 'notYet' : 'openState'
  }
  return (
    <div className="forms-page">
      <p className="quiet">{t('forms.lead')}</p>
      {manages ? (
        <div className="question-row">
          <Select
            value={sheet ?? null}
            aria-label={t('forms.forSheet')}
            options={open.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={setSheet}
          />
          <Button
            type="primary"
            loading={deed.isPending}
            disabled={sheet === undefined}
            onClick={() => void make().catch(() => undefined)}
          >
            {t('forms.new')}
          </Button>
        </div>
      ) : null}
      {deed.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(deed.error, i18n)} />}
      {forms.length === 0 ? (
        <Empty description={t(manages ? 'forms.none' : 'forms.noneYet')} />
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('forms.form')}</th>
              <th>{t('forms.sheet')}</th>
              <th>{t('forms.state')}</th>
              <th>{t('forms.received')}</th>
              <th>{t('forms.waiting')}</th>
              <th>{t('forms.changed')}</th>
              <th>{t('forms.doings')}</th>
            </tr>
          </thead>
          <tbody>
            {forms.map(form => (
              <tr key={form.id}>
                <td>
                  <Button type="link" onClick={() => onOpen(form.id, manages ? 'build' : 'file')}>
                    {form.content.title[language] || form.content.title.zh}
                  </Button>
                </td>
                <td>{sheets.find(({ id }) => id === form.sheet)?.title}</td>
                <td>{t(`forms.${stateOf(form)}`)}</td>
                <td className="number">{form.received}</td>
                <td className="number">{form.waiting}</td>
                <td>{momentText(form.changedAt, operation.timeZone, language, now())}</td>
                <td>
                  {manages ? (
                    <>
                      <Button size="small" onClick={() => onOpen(form.id, 'links')}>
                        {t('forms.view.links')} · {form.links.length}
                      </Button>{' '}
                      <Button
                        size="small"
                        onClick={() =>
                          deed.mutate({ do: 'change', id: form.id, version: form.version, closed: !form.closed })
                        }
                      >
                        {t(form.closed ? 'forms.openForm' : 'forms.closeForm')}
                      </Button>{' '}
                      <Button size="small" onClick={() => deed.mutate({ do: 'copy', id: form.id })}>
                        {t('forms.copyForm')}
                      </Button>{' '}
                    </>
                  ) : null}
                  <Button size="small" onClick={() => onOpen(form.id, 'file')}>
                    {t('forms.view.file')}
                  </Button>{' '}
                  <Button size="small" onClick={() => onOpen(form.id, 'paper')}>
                    {t('forms.view.paper')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
