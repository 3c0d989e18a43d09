import { PushpinFilled, PushpinOutlined, TableOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { useLanguage } from '../i18n/language.ts'
import { resetColumns } from './columnState.ts'
import type { SheetView } from './SheetView.ts'

interface Props {
  readonly view: SheetView
  readonly columns: readonly Column[]
  readonly settingName: string
}

/** Shows, hides and pins columns. Dragging a header does the same with a mouse; this is the way for keyboard and phone. */
export function ColumnsMenu(props: Props) {
  const { t } = useTranslation()
  return (
    <Popover trigger="click" placement="bottomRight" destroyOnHidden content={<ColumnList {...props} />}>
      <Button
        type="text"
        size="small"
        icon={<TableOutlined aria-hidden />}
        className="tool"
        aria-label={t('toolbar.columns')}
      >
        <span className="tool-word">{t('toolbar.columns')}</span>
      </Button>
    </Popover>
  )
}

function ColumnList({ view, columns, settingName }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [, redraw] = useState(0)
  const api = view.grid.get()
  if (api === undefined) return null
  const change = (work: () => void): void => {
    work()
    redraw(times => times + 1)
  }
  return (
    <div className="columns-menu">
      {columns.map(({ id, label }) => {
        const shown = api.getColumn(id)?.isVisible() ?? false
        const pinned = api.getColumn(id)?.isPinnedLeft() ?? false
        const name = { column: label[language] }
        return (
          <div key={id} className="columns-menu-row">
            <Checkbox
              checked={shown}
              aria-label={t('toolbar.showColumn', name)}
              onChange={event => change(() => api.setColumnsVisible([id], event.target.checked))}
            >
              {label[language]}
            </Checkbox>
            <Button
              type="text"
              size="small"
              icon={pinned ? <PushpinFilled aria-hidden /> : <PushpinOutlined aria-hidden />}
              aria-pressed={pinned}
              aria-label={t(pinned ? 'toolbar.unpinColumn' : 'toolbar.pinColumn', name)}
              title={t(pinned ? 'toolbar.unpinColumn' : 'toolbar.pinColumn', name)}
              onClick={() => change(() => api.setColumnsPinned([id], pinned ? null : 'left'))}
            />
          </div>
        )
      })}
      <Button size="small" block onClick={() => change(() => resetColumns(api, settingName))}>
        {t('toolbar.resetColumns')}
      </Button>
    </div>
  )
}
