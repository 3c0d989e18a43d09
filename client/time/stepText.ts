/** What a step of undo is called, before and after (docs/SPEC.md UNDO-5). */
import type { TFunction } from 'i18next'
import type { Column } from '../../shared/schema/column.ts'
import type { Language } from '../../shared/schema/format.ts'
import { ROW_GONE, ROW_ORDER } from '../../shared/sheet/cell.ts'
import type { UndoCell, UndoPlan, UndoStep } from '../../shared/sheet/UndoStack.ts'
import type { SheetView } from '../grid/SheetView.ts'

/** The language these texts are in. */
export const languageOf = (t: TFunction): Language => (String(t('time.language')) === 'en' ? 'en' : 'zh')

/** The open sheet, as far as the words need it. */
export interface StepSetting {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly t: TFunction
}

/** `粘贴 200 格，添加 5 行`: what a step did, in words. */
export function stepText({ kind, cells }: UndoStep, setting: StepSetting): string {
  const { t } = setting
  const gone = cells.filter(({ column }) => column === ROW_GONE)
  const deleted = gone.filter(({ after }) => after === true).length
  const back = gone.length - deleted
  const moved = cells.filter(({ column }) => column === ROW_ORDER).length
  const values = cells.filter(({ column }) => column !== ROW_GONE && column !== ROW_ORDER)
  const parts: string[] = []
  if (values.length > 0) parts.push(valuesText(kind, values, setting))
  if (deleted > 0) parts.push(t('time.step.deleteRows', { count: deleted }))
  if (back > 0) parts.push(t(kind === 'restore' ? 'time.step.restoreRows' : 'time.step.addRows', { count: back }))
  if (moved > 0) parts.push(t('time.step.moveRows', { count: moved }))
  return parts.join(t('time.step.and'))
}

function valuesText(kind: UndoStep['kind'], cells: readonly UndoCell[], setting: StepSetting): string {
  const { view, columns, t } = setting
  const language = languageOf(t)
  const [only] = cells
  if (kind !== 'edit' || cells.length > 1 || only === undefined) return t(`time.step.${kind}`, { count: cells.length })
  const label = columns.find(({ id }) => id === only.column)?.label[language] ?? only.column
  const row = view.rowNumber(only.row)
  return t('time.step.editOne', {
    place: row === undefined ? label : t('grid.leftCell', { row, column: label }),
  })
}

/** `撤销：粘贴 200 格（3 格已被同事改过，将保留）`; undefined when there is nothing to undo or redo. */
function planText(plan: UndoPlan | undefined, way: 'undo' | 'redo', setting: StepSetting): string | undefined {
  if (plan === undefined) return undefined
  const left = plan.left.length === 0 ? '' : setting.t('time.willLeave', { count: plan.left.length })
  return setting.t(`time.${way}`, { what: stepText(plan.step, setting) }) + left
}

/** What undoing would do now. */
export const undoText = (setting: StepSetting): string | undefined =>
  planText(setting.view.session.planUndo(), 'undo', setting)

/** What redoing would do now. */
export const redoText = (setting: StepSetting): string | undefined =>
  planText(setting.view.session.planRedo(), 'redo', setting)
