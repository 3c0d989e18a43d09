import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Empty } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useSaveState } from '../ui/useSession.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import type { SheetView } from './SheetView.ts'
import type { SheetActions } from './sheetActions.ts'

interface Props {
  readonly view: SheetView
  readonly kind: string
  readonly actions: SheetActions
  readonly onImport: (() => void) | undefined
}

/** Lies over the grid while there are no rows to show: says why, and offers the first step (PAGE-15). */
export function EmptySheet({ view, kind, actions, onImport }: Props) {
  const { t } = useTranslation()
  const { total, shown } = useStoreValue(view.counts)
  const opening = useSaveState(view.session).kind === 'opening'
  if (shown > 0) return null
  if (opening) return <div className="grid-cover quiet">{t('grid.loading')}</div>
  // Not an empty sheet: one that has not come (PAGE-15).
  if (view.session.sheet.generation === 0)
    return (
      <div className="grid-cover quiet" role="status">
        {t('grid.noCopy')}
      </div>
    )
  if (total > 0)
    return (
      <div className="grid-cover">
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={<Words title={t('grid.noMatch')} hint={t('grid.noMatchHint')} />}
        />
      </div>
    )
  const { readOnly } = view.session
  const { title, hint } = readOnly ? { title: t('grid.emptyReadOnly'), hint: '' } : wordsFor(kind, t)
  return (
    <div className="grid-cover">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={<Words title={title} hint={hint} />}>
        {readOnly ? null : (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => actions.addRow(undefined)}>
            {t('grid.firstRow')}
          </Button>
        )}
        {onImport === undefined ? null : (
          <Button icon={<UploadOutlined aria-hidden />} onClick={onImport}>
            {t('grid.importFile')}
          </Button>
        )}
      </Empty>
    </div>
  )
}

function wordsFor(kind: string, t: TFunction): { readonly title: string; readonly hint: string } {
  switch (kind) {
    case 'needs':
      return { title: t('grid.emptyNeeds'), hint: t('grid.emptyNeedsHint') }
    case 'supplies':
      return { title: t('grid.emptySupplies'), hint: t('grid.emptySuppliesHint') }
    default:
      return { title: t('grid.emptyOther'), hint: t('grid.emptyOtherHint') }
  }
}

const Words = ({ title, hint }: { readonly title: string; readonly hint: string }) => (
  <>
    <strong>{title}</strong>
    <br />
    <span className="quiet">{hint}</span>
  </>
)
