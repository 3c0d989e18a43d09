import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../../shared/forms/answers.ts'
import { askedQuestions } from '../../shared/forms/questions.ts'
import type { FormContent } from '../../shared/protocol/forms.ts'
import type { Column } from '../../shared/schema/column.ts'
import { FormFields } from '../intake/FormFields.tsx'
import { inWords, type Language, WORDS } from '../intake/words.ts'
import { useFindPlaces } from './staffWire.ts'

interface Props {
  readonly content: FormContent
  readonly columns: readonly Column[]
}

const nothingSent = (): Promise<string> => Promise.resolve('preview')

/** The form as a phone will show it, to be tried out; nothing of it is sent. */
export function FormPreview({ content, columns }: Props) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<Language>('zh')
  const [answers, setAnswers] = useState<Answers>({})
  const findPlaces = useFindPlaces()
  const questions = useMemo(() => askedQuestions({ content, columns, fixed: {} }), [content, columns])
  const lead = inWords(content.lead, language)
  return (
    <aside className="form-preview" aria-label={t('forms.preview')}>
      <Segmented
        size="small"
        value={language}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
        onChange={setLanguage}
      />
      <div className="form-phone" lang={language === 'zh' ? 'zh-CN' : 'en'}>
        <div className="form">
          <h2 className="form-preview-title">{inWords(content.title, language)}</h2>
          {lead === '' ? null : <p>{lead}</p>}
          <FormFields
            questions={questions}
            answers={answers}
            faults={{}}
            language={language}
            onAnswer={(question, answer) => setAnswers(all => ({ ...all, [question]: answer }))}
            findPlaces={findPlaces}
            sendPhoto={nothingSent}
          />
          <span className="form-preview-send">{WORDS[language].send}</span>
        </div>
      </div>
    </aside>
  )
}
