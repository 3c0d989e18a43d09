import { useTranslation } from 'react-i18next'
import type { CommandLeft } from '../../shared/protocol/revert.ts'
import type { Column } from '../../shared/schema/column.ts'
import { ROW_EXISTS } from '../../shared/sheet/cell.ts'
import { useLanguage } from '../i18n/language.ts'

/** Cells named in full; the rest are counted. */
const NAMED = 8

interface Props {
  readonly left: readonly CommandLeft[]
  readonly count: number
  readonly columnsOf: (sheet: string) => readonly Column[]
}

/** Cells a command left alone, each by what its row is about and its column. */
export function LeftCells({ left, count, columnsOf }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const word = ({ sheet, column }: CommandLeft): string =>
    column === ROW_EXISTS
      ? t('imports.wholeRow')
      : (columnsOf(sheet).find(({ id }) => id === column)?.label[language] ?? column)
  return (
    <ul className="left-cells">
      {left.slice(0, NAMED).map(cell => (
        <li key={`${cell.sheet} ${cell.row} ${cell.column}`}>
          {cell.label === '' ? cell.row : cell.label} · {word(cell)}
        </li>
      ))}
      {count > NAMED ? <li>{t('imports.more')}</li> : null}
    </ul>
  )
}
