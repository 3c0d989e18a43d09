/** From the answers of a form to what the inbox takes in: cells of the sheet, personal details, and the rest (docs/SPEC.md FORM-5). Pure but for its places. */

import { choosePlace, placeColumns } from '../places/placeColumns.ts'
import type { Incoming, Question } from '../protocol/forms.ts'
import type { Column, PlaceLevel } from '../schema/column.ts'
import { parseCell } from '../schema/parse.ts'
import type { Scalar } from '../sheet/cell.ts'
import { type Answer, type Answers, isMany } from './answers.ts'

export interface FilingParts {
  readonly questions: readonly Question[]
  readonly columns: readonly Column[]
  /** What the link has answered already. */
  readonly fixed: Readonly<Record<string, Scalar>>
  /** IANA zone of the operation: a time that was typed is one of its clocks. */
  readonly zone: string
  /** A place by its key, `undefined` for one there is not. */
  readonly placeOf: (
    key: string,
  ) =>
    | { readonly path: Readonly<Partial<Record<PlaceLevel, { readonly name: string; readonly code: string | null }>>> }
    | undefined
}

export interface Filed {
  readonly incoming: Incoming
  /** Ids of the pictures among the answers. */
  readonly photos: readonly string[]
  /** A question whose place there is not. */
  readonly unknownPlace: string | undefined
}

/** Sorts checked answers by what each question asks for. What the link fixes stands, whatever was answered. */
export function fileAnswers({ questions, columns, fixed, zone, placeOf }: FilingParts, answers: Answers): Filed {
  const cells: Record<string, Scalar> = {}
  const rest: Record<string, Scalar | Scalar[]> = {}
  const details: Record<string, string> = {}
  let photos: readonly string[] = []
  let unknownPlace: string | undefined
  for (const { id, asks } of questions) {
    const answer = answers[id]
    if (answer === undefined || answer === null) continue
    switch (asks.kind) {
      case 'photos':
        photos = isMany(answer) ? answer.map(String) : [String(answer)]
        break
      case 'detail':
        details[asks.detail] = String(answer)
        break
      case 'own':
        rest[id] = isMany(answer) ? [...answer] : (answer as Scalar)
        break
      case 'column': {
        const column = columns.find(each => each.id === asks.column)
        if (column === undefined) break
        const written =
          column.kind.type === 'place'
            ? cellsOfPlace(columns, column, placeOf(String(answer)), cells)
            : cellOf(column, answer, zone)
        if (written === undefined) unknownPlace = id
        else Object.assign(cells, written)
      }
    }
  }
  const incoming = { cells: { ...cells, ...withoutEmpty(fixed) }, answers: rest }
  return {
    incoming: Object.keys(details).length === 0 ? incoming : { ...incoming, details },
    photos,
    unknownPlace,
  }
}

function cellOf(column: Column, answer: Answer, zone: string): Record<string, Scalar> {
  const value = isMany(answer) ? answer.join('、') : (answer as Scalar)
  if (column.kind.type !== 'dateTime' || typeof value !== 'string') return { [column.id]: value }
  const read = parseCell(column, value, { zone })
  return read.ok ? { [column.id]: read.value } : {}
}

function cellsOfPlace(
  columns: readonly Column[],
  column: Column,
  place: ReturnType<FilingParts['placeOf']>,
  cells: Readonly<Record<string, Scalar>>,
): Record<string, Scalar> | undefined {
  if (place === undefined) return undefined
  const edits = choosePlace('', placeColumns(columns, column), place.path, id => cells[id] ?? null)
  return withoutEmpty(Object.fromEntries(edits.map(({ column: id, value }) => [id, value])))
}

const withoutEmpty = (cells: Readonly<Record<string, Scalar>>): Record<string, Scalar> =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null && value !== ''))
