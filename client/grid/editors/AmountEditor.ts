import { type Amount, readAmount } from '../../../shared/quantity/units.ts'
import type { Parsed } from '../../../shared/schema/column.ts'
import type { Scalar } from '../../../shared/sheet/cell.ts'
import type { EditorParams } from '../columnSetting.ts'
import { TextEditor } from './TextEditor.ts'

/** The column that holds what a quantity is counted in. */
export const UNIT_COLUMN = 'unit'

/** A quantity that has a unit beside it: `200 箱` writes both at once (TYPE-2); a number alone leaves the unit as it is. */
export class AmountEditor extends TextEditor {
  override init(params: EditorParams): void {
    params.aids.setBeside(params.data.id, params.schema.id, [])
    super.init(params)
  }

  override getValue(): Scalar {
    const { aids, data, schema } = this.params
    const amount = this.#amount()
    const edits = amount === undefined ? [] : [{ row: data.id, column: UNIT_COLUMN, value: amount.unit }]
    aids.setBeside(data.id, schema.id, edits)
    return super.getValue()
  }

  protected override hint(): string {
    const amount = this.#amount()
    return amount === undefined ? this.params.words.amountHint : `${amount.value} · ${amount.unit}`
  }

  protected override read(): Parsed {
    const read = super.read()
    const amount = read.ok ? undefined : this.#amount()
    return amount === undefined ? read : this.parse(String(amount.value))
  }

  /** Number and unit, when the text is both. */
  #amount(): Amount | undefined {
    const unit = this.params.cell(this.params.data.id, UNIT_COLUMN)
    return readAmount(this.field.value, new Set(typeof unit === 'string' ? [unit] : []))
  }
}
