import { Button } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import type { CellPlace } from '../grid/RowRef.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Stray } from './StrayWatch.ts'
import type { Trouble } from './useMoving.ts'

interface Props {
  readonly open: OpenSheet
  readonly stray: Stray
  readonly trouble: Trouble | undefined
  /** One is being moved, this or another. */
  readonly busy: boolean
  readonly onMove: (replace: boolean) => void
  readonly onLeave: () => void
  readonly onOpen: ((place: CellPlace) => void) | undefined
}

/** One cell with a number in it: where, what it looks like, what can be done, and why it could not. */
export function StrayItem({ open, stray, trouble, busy, onMove, onLeave, onOpen }: Props) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { row, column } = stray
  const number = open.view.rowNumber(row)
  const label = open.columns.find(({ id }) => id === column)?.label[language] ?? column
  const where =
    number === undefined
      ? t('contacts.stray.cell', { column: label })
      : t('contacts.stray.place', { row: number, column: label })
  const why = trouble === undefined ? undefined : whyOf(trouble, t, error => sentenceOf(error, i18n))
  const replaces = trouble?.kind === 'replaces'
  const stays = trouble?.kind === 'several' || trouble?.kind === 'notYours' || trouble?.kind === 'mayNot'
  return (
    <div className="stray-line">
      <span role="status">
        {t('contacts.stray.looks', { where, what: t(`contacts.stray.what.${whatIn(stray)}`) })}
        {why === undefined ? null : <span className="stray-why"> {why}</span>}
      </span>
      {stays ? null : (
        <Button
          size="small"
          loading={trouble?.kind === 'busy'}
          disabled={busy}
          aria-label={`${t(replaces ? 'contacts.stray.replace' : 'contacts.stray.move')}: ${where}`}
          onClick={() => onMove(replaces)}
        >
          {t(replaces ? 'contacts.stray.replace' : 'contacts.stray.move')}
        </Button>
      )}
      {trouble?.kind === 'several' && onOpen !== undefined ? (
        <Button size="small" onClick={() => onOpen({ row, column })}>
          {t('contacts.stray.open')}
        </Button>
      ) : null}
      <Button
        size="small"
        type="text"
        disabled={busy}
        aria-label={`${t('contacts.stray.leave')}: ${where}`}
        onClick={onLeave}
      >
        {t('contacts.stray.leave')}
      </Button>
    </div>
  )
}

const whatIn = ({ finds }: Stray): 'phone' | 'idNumber' | 'both' =>
  new Set(finds.map(({ kind }) => kind)).size > 1 ? 'both' : (finds[0]?.kind ?? 'phone')

/** Why it is still there; undefined while it is on its way. */
function whyOf(trouble: Trouble, t: TFunction, sentence: (error: unknown) => string): string | undefined {
  switch (trouble.kind) {
    case 'busy':
      return undefined
    case 'failed':
      return sentence(trouble.error)
    case 'several':
      return t('contacts.stray.severalIn')
    case 'mayNot':
      return t('contacts.stray.mayNot')
    case 'notYours':
      return t('contacts.stray.notYours', { name: trouble.organization })
    case 'replaces':
      return trouble.field === 'phone'
        ? t('contacts.stray.replacesPhone', { mask: trouble.mask })
        : t('contacts.stray.replacesId')
  }
}
