/** What changed and who decided, in words. */
import type { TFunction } from 'i18next'
import type { ChangedCell, Method } from '../../shared/domain/verification.ts'
import type { ChangedCellBy, VerificationOutcome } from '../../shared/protocol/verification.ts'
import type { Column } from '../../shared/schema/column.ts'
import { formatCell, type Language } from '../../shared/schema/format.ts'
import { momentText } from '../ui/moments.ts'

/** What the words depend on. */
export interface Wording {
  readonly t: TFunction
  readonly language: Language
  readonly zone: string
  readonly now: number
  readonly columns: readonly Column[]
}

export const columnName = (id: string, { columns, language }: Pick<Wording, 'columns' | 'language'>): string =>
  columns.find(column => column.id === id)?.label[language] ?? id

/** `数量 200 → 2,000`. */
export function changeText({ column: id, was, is }: ChangedCell, wording: Wording): string {
  const { t, language, zone, columns } = wording
  const column = columns.find(other => other.id === id)
  const text = (value: ChangedCell['was']): string => {
    if (value === null) return t('verify.empty')
    return column === undefined ? String(value) : formatCell(column, value, language, zone)
  }
  return t('verify.change', { column: columnName(id, wording), was: text(was), is: text(is) })
}

/** `数量 200 → 2,000 · 机构某 · 11月22日 14:05`. */
export function changeByText(changed: ChangedCellBy, wording: Wording): string {
  const change = changeText(changed, wording)
  const { t, zone, language, now } = wording
  if (changed.by === null || changed.at === null) return change
  const { name, organization } = changed.by
  const who = organization === '' || organization === name ? name : `${organization} ${name}`
  return t('verify.changeBy', { change, who, when: momentText(changed.at, zone, language, now) })
}

/** `张三 · 电话 · 11月22日 14:05`. */
export function decidedText(
  { by, method, at }: { readonly by: string; readonly method: Method | null; readonly at: string },
  { t, zone, language, now }: Wording,
): string {
  const when = momentText(at, zone, language, now)
  return method === null
    ? `${by} · ${when}`
    : t('verify.decidedBy', { by, method: t(`verify.methods.${method}`), when })
}

/** What came of a command, one sentence a kind; the first is the good news. */
export function outcomeTexts(
  { done, refused }: VerificationOutcome,
  verdict: 'verified' | 'rejected',
  wording: Wording,
): { readonly good: string | undefined; readonly bad: readonly string[] } {
  const { t } = wording
  const changed = refused.filter(({ why }) => why === 'changed')
  const gone = refused.length - changed.length
  const columns = [...new Set(changed.flatMap(row => row.columns))].map(id => columnName(id, wording)).join('、')
  return {
    good:
      done.length === 0
        ? undefined
        : t(verdict === 'verified' ? 'verify.done' : 'verify.rejected', { count: done.length }),
    bad: [
      ...(changed.length === 0 ? [] : [t('verify.changedMeanwhile', { count: changed.length, columns })]),
      ...(gone === 0 ? [] : [t('verify.gone', { count: gone })]),
    ],
  }
}
