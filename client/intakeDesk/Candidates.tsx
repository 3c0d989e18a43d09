import { Button } from 'antd'
import type { SubmissionDetail } from '../../shared/protocol/intake.ts'
import type { Column } from '../../shared/schema/column.ts'
import type { Scalar } from '../../shared/sheet/cell.ts'
import { type Reader, valueText } from './words.ts'

interface Props {
  readonly detail: SubmissionDetail
  readonly columns: readonly Column[]
  readonly reader: Reader
  /** Undefined where the caller may not decide. */
  readonly onAttach: ((row: string) => void) | undefined
  readonly linkTo: (row: string) => string
}

const MOST_SHOWN = 3

/** What came in beside the rows it may be about, what differs marked by a word and a tint (INTAKE-14). */
export function Candidates({ detail, columns, reader, onAttach, linkTo }: Props) {
  const { t, language } = reader
  const shown = detail.candidates.slice(0, MOST_SHOWN)
  if (shown.length === 0) return <p className="quiet">{t('intake.candidates.none')}</p>
  const has = (value: Scalar | undefined): boolean => value !== undefined && value !== null && value !== ''
  const told = columns.filter(({ id }) => has(detail.cells[id]) || shown.some(({ cells }) => has(cells[id])))
  return (
    <>
      <p className="quiet">{t('intake.candidates.lead')}</p>
      <div className="intake-beside">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('intake.candidates.column')}</th>
              <th scope="col">{t('intake.candidates.here')}</th>
              {shown.map(({ row, score }, n) => (
                <th scope="col" key={row}>
                  <a href={linkTo(row)}>{t('intake.candidates.row', { n: n + 1 })}</a>{' '}
                  <span className="quiet">{t('intake.candidates.likely', { percent: Math.round(score * 100) })}</span>
                  {onAttach === undefined ? null : (
                    <Button size="small" onClick={() => onAttach(row)}>
                      {t('intake.act.attachHere')}
                    </Button>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.map(column => (
              <tr key={column.id}>
                <th scope="row">{column.label[language]}</th>
                <td>{valueText(column, detail.cells[column.id] ?? null, reader)}</td>
                {shown.map(({ row, cells }) => {
                  const differs = (cells[column.id] ?? null) !== (detail.cells[column.id] ?? null)
                  return (
                    <td key={row} className={differs ? 'intake-differs' : undefined}>
                      {valueText(column, cells[column.id] ?? null, reader)}
                      {differs ? <span className="visually-hidden">{t('intake.candidates.different')}</span> : null}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
