/** A column as its form holds it, and the wish it becomes. */
import type { ColumnWish } from '../../shared/protocol/ownColumns.ts'
import type { Choice, ChoiceColor, Column, ColumnKind } from '../../shared/schema/column.ts'

/** The kinds a coordinator chooses from, in the order offered. */
export const DRAFT_KINDS = [
  'text',
  'longText',
  'number',
  'choice',
  'boolean',
  'date',
  'dateTime',
  'organization',
  'place',
  'link',
] as const satisfies readonly ColumnKind['type'][]

export interface DraftChoice {
  /** What cells store; a new one stores its first label. */
  readonly value: string | undefined
  readonly label: string
  readonly labelEn: string
  readonly color: ChoiceColor | undefined
}

export interface ColumnDraft {
  readonly zh: string
  readonly en: string
  readonly type: ColumnKind['type']
  readonly min: number | null
  readonly max: number | null
  readonly integer: boolean
  readonly choices: readonly DraftChoice[]
  readonly required: boolean
  readonly help: string
}

export const NEW_CHOICE: DraftChoice = { value: undefined, label: '', labelEn: '', color: undefined }

export function draftOf(column: Column | undefined): ColumnDraft {
  const kind = column?.kind ?? { type: 'text' as const }
  const same = (both: { readonly zh: string; readonly en: string } | undefined): string =>
    both === undefined || both.zh === both.en ? '' : both.en
  return {
    zh: column?.label.zh ?? '',
    en: same(column?.label),
    type: kind.type,
    min: kind.type === 'number' ? (kind.min ?? null) : null,
    max: kind.type === 'number' ? (kind.max ?? null) : null,
    integer: kind.type === 'number' && kind.integer === true,
    choices:
      kind.type === 'choice'
        ? kind.choices
            .filter(({ retired }) => retired !== true)
            .map(({ value, label, color }) => ({ value, label: label.zh, labelEn: same(label), color }))
        : [NEW_CHOICE, NEW_CHOICE],
    required: column?.required === true,
    help: column?.help?.zh ?? '',
  }
}

/** One language stands for both where the other is left empty. */
export function wishOf(draft: ColumnDraft): ColumnWish {
  const both = (zh: string, en: string) => ({ zh: zh.trim(), en: en.trim() === '' ? zh.trim() : en.trim() })
  const help = draft.help.trim() === '' ? {} : { help: both(draft.help, '') }
  return { label: both(draft.zh, draft.en), kind: kindOf(draft, both), required: draft.required, ...help }
}

function kindOf(
  { type, min, max, integer, choices }: ColumnDraft,
  both: (zh: string, en: string) => Choice['label'],
): ColumnKind {
  switch (type) {
    case 'number':
      return {
        type,
        ...(min === null ? {} : { min }),
        ...(max === null ? {} : { max }),
        ...(integer ? { integer } : {}),
      }
    case 'choice':
      return {
        type,
        choices: choices
          .filter(({ label }) => label.trim() !== '')
          .map(({ value, label, labelEn, color }) => ({
            value: value ?? label.trim(),
            label: both(label, labelEn),
            ...(color === undefined ? {} : { color }),
          })),
      }
    case 'place':
      return { type, level: 'district' }
    default:
      return { type }
  }
}
