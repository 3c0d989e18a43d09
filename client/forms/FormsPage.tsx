import { Alert, Button, Segmented, Spin } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { useLanguage } from '../i18n/language.ts'
import { FilingPage } from './FilingPage.tsx'
import { FormBuilder } from './FormBuilder.tsx'
import { FormList } from './FormList.tsx'
import { LinksPanel } from './LinksPanel.tsx'
import { PaperPage } from './PaperPage.tsx'
import { useForms } from './queries.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly sheets: readonly SheetInfo[]
}

const VIEWS = ['build', 'links', 'file', 'paper'] as const
type View = (typeof VIEWS)[number]

/** The forms of an operation; one of them being built, handed out, or filled in for somebody. Which one is in the address. */
export function FormsPage({ me, operation, sheets }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const [search, setSearch] = useSearchParams()
  const { data, error } = useForms(operation.id)
  const manages = mayI(me, 'form.manage', operation.id)
  const open = (form: string | undefined, view: View = 'build'): void =>
    setSearch(form === undefined ? {} : { form, view })
  if (data === undefined)
    return error === null ? (
      <Spin size="small" />
    ) : (
      <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />
    )
  const form = data.find(({ id }) => id === search.get('form'))
  const sheet = sheets.find(({ id }) => id === form?.sheet)
  if (form === undefined || sheet === undefined)
    return <FormList operation={operation} sheets={sheets} forms={data} manages={manages} onOpen={open} />
  const views = VIEWS.filter(each => manages || each === 'file' || each === 'paper')
  const view = views.find(each => each === search.get('view')) ?? views[0]
  return (
    <div className="forms-page">
      <p className="forms-back">
        <Button size="small" onClick={() => open(undefined)}>
          {t('forms.back')}
        </Button>
        <strong>{form.content.title[language] || form.content.title.zh}</strong>
        <Segmented
          value={view}
          options={views.map(each => ({ value: each, label: t(`forms.view.${each}`) }))}
          onChange={next => open(form.id, next as View)}
        />
      </p>
      {view === 'build' ? <FormBuilder key={form.id} form={form} sheet={sheet} zone={operation.timeZone} /> : null}
      {view === 'links' ? <LinksPanel form={form} columns={sheet.columns} zone={operation.timeZone} /> : null}
      {view === 'file' ? <FilingPage key={form.id} form={form} /> : null}
      {view === 'paper' ? <PaperPage key={form.id} form={form} /> : null}
    </div>
  )
}
