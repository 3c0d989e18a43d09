import {
  ClearOutlined,
  DeleteOutlined,
  FilterOutlined,
  HistoryOutlined,
  PlusOutlined,
  RedoOutlined,
  UndoOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { Button, Tag, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column } from '../../shared/schema/column.ts'
import { ExportMenu } from '../transfer/ExportMenu.tsx'
import { useSession } from '../ui/useSession.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import type { SheetView } from './SheetView.ts'
import type { SheetActions } from './sheetActions.ts'

interface Props {
  readonly view: SheetView
  readonly actions: SheetActions
  readonly columns: readonly Column[]
  readonly settingName: string
  readonly sheetId: string
  readonly may: { readonly import: boolean; readonly export: boolean }
  readonly historyOpen: boolean
  readonly onHistory: () => void
  readonly onImport: () => void
  readonly onClearFilters: () => void
}

/** What can be done with the sheet, in one line. What the person may not do is not there. */
export function Toolbar({
  view,
  actions,
  columns,
  settingName,
  sheetId,
  may,
  historyOpen,
  onHistory,
  onImport,
  onClearFilters,
}: Props) {
  const { t } = useTranslation()
  const { filtered, sorted } = useStoreValue(view.arrangement)
  return (
    <div className="toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      {view.session.readOnly ? (
        <Tooltip title={t('toolbar.readOnlyHint')}>
          <Tag tabIndex={0}>{t('toolbar.readOnly')}</Tag>
        </Tooltip>
      ) : (
        <EditButtons view={view} actions={actions} />
      )}
      <span className="toolbar-gap" />
      {filtered ? (
        <Tool icon={<FilterOutlined aria-hidden />} label={t('toolbar.clearFilters')} onClick={onClearFilters} marked />
      ) : null}
      {sorted ? (
        <Tool
          icon={<ClearOutlined aria-hidden />}
          label={t('toolbar.clearSort')}
          onClick={() => view.clearSort()}
          marked
        />
      ) : null}
      <ColumnsMenu view={view} columns={columns} settingName={settingName} />
      {may.import ? (
        <Tool icon={<UploadOutlined aria-hidden />} label={t('toolbar.import')} onClick={onImport} />
      ) : null}
      {may.export ? <ExportMenu sheetId={sheetId} /> : null}
      <Tool
        icon={<HistoryOutlined aria-hidden />}
        label={t('toolbar.history')}
        hint={t('toolbar.historyHint')}
        onClick={onHistory}
        pressed={historyOpen}
      />
    </div>
  )
}

function EditButtons({ view, actions }: Pick<Props, 'view' | 'actions'>) {
  const { t } = useTranslation()
  const { selected } = useStoreValue(view.counts)
  const { session } = view
  const canUndo = useSession(session, s => s.canUndo)
  const canRedo = useSession(session, s => s.canRedo)
  return (
    <>
      <Tool
        icon={<PlusOutlined aria-hidden />}
        label={t('toolbar.addRow')}
        hint={t('toolbar.addRowHint')}
        onClick={() => actions.addRow(view.cell.get()?.row)}
      />
      <Tool
        icon={<DeleteOutlined aria-hidden />}
        label={selected > 0 ? t('toolbar.deleteRows', { count: selected }) : t('toolbar.deleteNone')}
        hint={selected > 0 ? undefined : t('toolbar.deleteHint')}
        disabled={selected === 0}
        onClick={() => actions.deleteRows(view.selectedRows())}
      />
      <span className="toolbar-line" />
      <Tool
        icon={<UndoOutlined aria-hidden />}
        label={t('toolbar.undo')}
        hint={t('toolbar.undoHint')}
        disabled={!canUndo}
        onClick={actions.undo}
      />
      <Tool
        icon={<RedoOutlined aria-hidden />}
        label={t('toolbar.redo')}
        hint={t('toolbar.redoHint')}
        disabled={!canRedo}
        onClick={actions.redo}
      />
    </>
  )
}

interface ToolProps {
  readonly icon: ReactNode
  readonly label: string
  readonly hint?: string | undefined
  readonly disabled?: boolean
  readonly marked?: boolean
  readonly pressed?: boolean
  readonly onClick: () => void
}

/** One button of the line: icon and word; on a narrow screen the word is read out but not shown. */
function Tool({ icon, label, hint, disabled = false, marked = false, pressed, onClick }: ToolProps) {
  return (
    <Tooltip title={hint ?? ''} rootClassName="tool-hint">
      <Button
        type={pressed === true ? 'default' : 'text'}
        size="small"
        icon={icon}
        disabled={disabled}
        className={marked ? 'tool tool-marked' : 'tool'}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onClick={onClick}
      >
        <span className="tool-word">{label}</span>
      </Button>
    </Tooltip>
  )
}
