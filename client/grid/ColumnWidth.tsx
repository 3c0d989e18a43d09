import { InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { useLanguage } from '../i18n/language.ts'

const NARROWEST = 56
const WIDEST = 1_000

/** Asks how wide the column of the current cell is to be: for those who do not drag its edge. */
export function ColumnWidth({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = open.view.cell.get()?.column ?? ''
  const api = open.view.grid.get()
  const [width, setWidth] = useState(() => api?.getColumn(id)?.getActualWidth() ?? NARROWEST)
  const take = (): void => {
    api?.setColumnWidths([{ key: id, newWidth: Math.min(WIDEST, Math.max(NARROWEST, width)) }])
    onClose()
  }
  const column = open.shown.find(each => each.id === id)?.label[language] ?? ''
  return (
    <Modal
      open
      width={360}
      title={t('keys.widthOf', { column })}
      okText={t('keys.widthTake')}
      cancelText={t('app.cancel')}
      onOk={take}
      onCancel={onClose}
    >
      <InputNumber<number>
        autoFocus
        min={NARROWEST}
        max={WIDEST}
        step={10}
        suffix="px"
        aria-label={t('keys.widthOf', { column })}
        value={width}
        onChange={value => setWidth(value ?? width)}
        onPressEnter={take}
      />
    </Modal>
  )
}
