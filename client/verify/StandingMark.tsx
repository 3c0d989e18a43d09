import type { StandingName } from '../../shared/domain/verification.ts'
import { deskColumn, VERIFICATION_COLUMN } from '../../shared/schema/deskColumns.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { useLanguage } from '../i18n/language.ts'

/** Where a row stands: sign, word and colour. */
export function StandingMark({ state }: { readonly state: StandingName }) {
  const language = useLanguage()
  const sign = deskColumn(VERIFICATION_COLUMN.id)?.sign?.(state) ?? ''
  return (
    <span className={`standing standing-${state}`}>
      {sign === '' ? null : <span aria-hidden>{sign} </span>}
      {formatCell(VERIFICATION_COLUMN, state, language, 'UTC')}
    </span>
  )
}
