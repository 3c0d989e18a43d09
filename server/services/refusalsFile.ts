/** Everything an import did not put where its header said, as a csv file people can work through. */
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { CSV_START, csvLines } from '../../shared/tabular/csv.ts'
import type { TableRefusal } from '../../shared/tabular/readTable.ts'

const HEADERS = ['行 Line', '列 Column', '内容 Text', '原因 Reason', '去向 What became of it']
const EFFECTS: Readonly<Record<TableRefusal['effect'], string>> = {
  note: '已写入备注 Kept in the note',
  row: '整行未导入 The row stays out',
  out: '未进入表格 This cell stays out',
}

/** Header and one line a refusal; the text is whole. */
export const refusalsFile = (refusals: readonly TableRefusal[]): string =>
  CSV_START +
  csvLines([
    HEADERS,
    ...refusals.map(({ line, header, text, reason, effect }) => [
      line,
      header,
      text,
      `${REFUSAL_TEXT[reason].zh} ${REFUSAL_TEXT[reason].en}`,
      EFFECTS[effect],
    ]),
  ])
