import { Alert, Button, Select, Spin } from 'antd'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Form } from '../../shared/protocol/forms.ts'
import { type PublicForm, type PublicQuestion, submitted } from '../../shared/protocol/publicForms.ts'
import { decodeTsv } from '../../shared/selection/tsv.ts'
import { ApiError, sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { newKey } from '../intake/draft.ts'
import { FAULT_WORDS } from '../intake/words.ts'
import { filedOf } from './filed.ts'
import { isBlank, type PaperLine, type PlaceNamed, paperQuestions, pasteTable, readLine } from './paperLines.ts'
import { useFilingForm } from './queries.ts'

/** Many lines at once, typed from a list on paper (FORM-20). */
export function PaperPage({ form }: { readonly form: Form }) {
  const { t, i18n } = useTranslation()
  const [link, setLink] = useState(form.links[0]?.id)
  const { data, error } = useFilingForm(form.id, link)
  return (
    <div className="paper">
      <p className="quiet">{t('forms.paperLead')}</p>
      {form.links.length > 1 ? (
        <Select
          value={link ?? null}
          aria-label={t('forms.link')}
          options={form.links.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setLink}
        />
      ) : null}
      {error === null ? null : <Alert type="warning" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      {data === undefined ? (
        error === null ? (
          <Spin size="small" />
        ) : null
      ) : (
        <Lines key={link} id={form.id} link={link} page={data} />
      )}
    </div>
  )
}

interface LinesProps {
  readonly id: string
  readonly link: string | undefined
  readonly page: PublicForm
}

const FIRST_LINES = 5
const blank = (): PaperLine => ({ key: newKey(), texts: {} })

/** Lines not sent yet outlive a reload; with the tab they go, as they may hold what only few may read. */
function keptLines(place: string): readonly PaperLine[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? '[]') as PaperLine[]
    return kept.length > 0 ? kept : Array.from({ length: FIRST_LINES }, blank)
  } catch {
    return Array.from({ length: FIRST_LINES }, blank)
  }
}

/** Finds places by their names; the list of them is large and comes when it is first needed. */
async function placeFinder(): Promise<PlaceNamed> {
  const { DIVISIONS, PLACE_LEVELS } = await import('../../shared/places/divisions.ts')
  return ({ input }, name) => {
    if (input.type !== 'place') return undefined
    const levels = PLACE_LEVELS.slice(0, PLACE_LEVELS.indexOf(input.level) + 1)
    const inside = input.within?.replace(/(?:00)+$/, '') ?? ''
    const here = DIVISIONS.filter(({ key, level }) => levels.includes(level) && key.startsWith(inside))
    const exact = here.filter(each => each.name === name)
    const found = exact.length > 0 ? exact : here.filter(each => each.name.startsWith(name))
    return found.length === 1 ? found[0]?.key : undefined
  }
}

function Lines({ id, link, page }: LinesProps) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { api } = useServices()
  const place = `gongji.paper.${id}.${link}`
  const [lines, setLines] = useState(() => keptLines(place))
  const latest = useRef(lines)
  const [busy, setBusy] = useState(false)
  const table = useRef<HTMLTableElement>(null)
  const questions = paperQuestions(page.questions)
  const keep = (next: readonly PaperLine[]): void => {
    latest.current = next
    setLines(next)
    const left = next.filter(line => line.code === undefined && !isBlank(line))
    try {
      sessionStorage.setItem(place, JSON.stringify(left))
    } catch {
      // Storage is full or forbidden: the lines are on screen until the tab is closed.
    }
  }
  const change = (key: string, more: Partial<PaperLine>): void =>
    keep(latest.current.map(line => (line.key === key ? { ...line, ...more } : line)))
  const type = (line: PaperLine, question: string, text: string): void => {
    const { faults: _, failure: __, ...plain } = line
    const next = latest.current.map(each =>
      each.key === line.key ? { ...plain, texts: { ...line.texts, [question]: text } } : each,
    )
    const last = next.at(-1)
    keep(last !== undefined && !isBlank(last) ? [...next, blank()] : next)
  }
  const cellAt = (line: number, question: number): HTMLInputElement | null =>
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${line}.${question}"]`) ?? null
  const keys = (event: KeyboardEvent, line: number, question: number): void => {
    if (event.nativeEvent.isComposing) return
    const to =
      event.key === 'Enter' || event.key === 'ArrowDown'
        ? cellAt(line + 1, question)
        : event.key === 'ArrowUp'
          ? cellAt(line - 1, question)
          : undefined
    if (to === undefined) return
    event.preventDefault()
    to?.focus()
  }
  const paste = (event: ClipboardEvent, line: number, question: number): void => {
    const texts = decodeTsv(event.clipboardData.getData('text/plain'))
    if (texts.length <= 1 && (texts[0]?.length ?? 0) <= 1) return
    event.preventDefault()
    keep([...pasteTable(latest.current, questions, { line, question }, texts, newKey), blank()])
  }
  const sendLine = async (line: PaperLine, placeNamed: PlaceNamed): Promise<void> => {
    const { values, faults } = readLine(page.questions, line, placeNamed)
    if (Object.keys(faults).length > 0) return change(line.key, { faults })
    try {
      const body = filedOf(page, values, { key: line.key, link, source: 'paper' })
      const { trackingCode } = await api.post(`forms/${encodeURIComponent(id)}/submissions`, body, submitted, line.key)
      change(line.key, { code: trackingCode })
    } catch (error) {
      change(line.key, { failure: error instanceof ApiError ? sentenceOf(error, i18n) : String(error) })
    }
  }
  const send = async (): Promise<void> => {
    setBusy(true)
    try {
      const placeNamed = await placeFinder()
      for (const line of latest.current.filter(each => each.code === undefined && !isBlank(each)))
        await sendLine(line, placeNamed)
    } finally {
      setBusy(false)
    }
  }
  const waiting = lines.filter(line => line.code === undefined && !isBlank(line))
  const wrong = waiting.filter(({ faults, failure }) => faults !== undefined || failure !== undefined)
  return (
    <>
      <div className="paper-scroll">
        <table className="paper-table" ref={table}>
          <thead>
            <tr>
              <th>#</th>
              {questions.map(question => (
                <th key={question.id}>
                  {question.label[language] || question.label.zh}
                  {question.required ? ' *' : ''}
                </th>
              ))}
              <th>{t('forms.lineState')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <tr key={line.key}>
                <td className="number">{at + 1}</td>
                {questions.map((question, column) => (
                  <td key={question.id}>
                    <Cell
                      question={question}
                      line={line}
                      number={at + 1}
                      place={`${at}.${column}`}
                      onType={text => type(line, question.id, text)}
                      onKey={event => keys(event, at, column)}
                      onPaste={event => paste(event, at, column)}
                    />
                  </td>
                ))}
                <td>{line.code === undefined ? (line.failure ?? '') : `✓ ${line.code}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="form-save">
        <Button type="primary" loading={busy} disabled={waiting.length === 0} onClick={() => void send()}>
          {t('forms.sendLines', { count: waiting.length })}
        </Button>
        <span role="status">
          {wrong.length > 0
            ? t('forms.linesWrong', { count: wrong.length })
            : t('forms.linesSent', { count: lines.filter(({ code }) => code !== undefined).length })}
        </span>
      </div>
      {wrong.length === 0 ? null : (
        <ul className="paper-faults">
          {wrong.flatMap(({ key, faults = {} }) =>
            Object.entries(faults).map(([question, reason]) => (
              <li key={`${key} ${question}`}>
                {t('forms.lineFault', {
                  line: lines.findIndex(line => line.key === key) + 1,
                  question: labelOf(questions, question, language),
                  reason: FAULT_WORDS[language][reason],
                })}
              </li>
            )),
          )}
        </ul>
      )}
    </>
  )
}

function labelOf(questions: readonly PublicQuestion[], id: string, language: 'zh' | 'en'): string {
  const label = questions.find(question => question.id === id)?.label
  return label === undefined ? id : label[language] || label.zh
}

interface CellProps {
  readonly question: PublicQuestion
  readonly line: PaperLine
  readonly number: number
  readonly place: string
  readonly onType: (text: string) => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onPaste: (event: ClipboardEvent) => void
}

function Cell({ question, line, number, place, onType, onKey, onPaste }: CellProps) {
  const language = useLanguage()
  const fault = line.faults?.[question.id]
  const name = question.label[language] || question.label.zh
  return (
    <input
      data-cell={place}
      value={line.texts[question.id] ?? ''}
      readOnly={line.code !== undefined}
      aria-label={`${number} ${name}`}
      aria-invalid={fault === undefined ? undefined : true}
      title={fault === undefined ? undefined : FAULT_WORDS[language][fault]}
      onChange={event => onType(event.target.value)}
      onKeyDown={onKey}
      onPaste={onPaste}
    />
  )
}
