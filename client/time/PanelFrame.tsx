import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetView } from '../grid/SheetView.ts'

interface Props {
  readonly view: SheetView
  readonly title: string
  /** Beside the title. */
  readonly extra?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A panel beside the rows, over the whole screen of a phone. Closing it leads back to the cell the person was in. */
export function PanelFrame({ view, title, extra, onClose, children }: Props) {
  const { t } = useTranslation()
  const close = (): void => {
    onClose()
    const place = view.cell.get()
    if (place !== undefined) view.reveal(place)
  }
  return (
    <aside className="side-panel time-panel" aria-label={title}>
      <header className="side-head">
        <h2>{title}</h2>
        {extra}
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('app.close')}
          onClick={close}
        />
      </header>
      {children}
    </aside>
  )
}
