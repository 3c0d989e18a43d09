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
import type { OpenSheet } from '../app/openSheet.ts'
import { CommandMenus } from '../commands/CommandMenus.tsx'
import { redoText, undoText } from '../time/stepText.ts'
import { ExportMenu } from '../transfer/ExportMenu.tsx'
import { useSession } from '../ui/useSession.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'

interface Props {
  readonly open: OpenSheet
  readonly settingName: string
  readonly may: { readonly import: boolean; readonly export: boolean; readonly details: boolean }
}

/** The menus of all commands and, beside them, the few that are needed all the time. What the person may not do is not there. */
export function Toolbar({ open, settingName, may }: Props) {
  const { t } = useTranslation()
  const { view, actions, columns, shown, sheet, panel, show, onClearFilters } = open
  const { filtered, sorted } = useStoreValue(view.arrangement)
  return (
    <div className="toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      <CommandMenus open={open} />
      <span className="toolbar-line" />
      {view.session.readOnly ? (
        <Tooltip title={t('toolbar.readOnlyHint')}>
          <Tag tabIndex={0}>{t('toolbar.readOnly')}</Tag>
        </Tooltip>
      ) : (
        <EditButtons view={view} columns={columns} actions={actions} />
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
      <ColumnsMenu view={view} columns={shown} settingName={settingName} />
      {may.import ? (
        <Tool icon={<UploadOutlined aria-hidden />} label={t('toolbar.import')} onClick={() => show('import')} />
      ) : null}
      {may.export ? (
        <ExportMenu sheetId={sheet.id} onDetails={may.details ? () => show('contactExport') : undefined} />
      ) : null}
      <Tool
        icon={<HistoryOutlined aria-hidden />}
        label={t('toolbar.history')}
        hint={t('toolbar.historyHint')}
        onClick={() => show(panel === 'history' ? 'none' : 'history')}
        pressed={panel === 'history'}
      />
    </div>
  )
}

function EditButtons({ view, columns, actions }: Pick<OpenSheet, 'view' | 'columns' | 'actions'>) {
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
        hint={() => hintOf(undoText({ view, columns, t }), t('toolbar.undoHint'))}
        disabled={!canUndo}
        onClick={actions.undo}
      />
      <Tool
        icon={<RedoOutlined aria-hidden />}
        label={t('toolbar.redo')}
        hint={() => hintOf(redoText({ view, columns, t }), t('toolbar.redoHint'))}
        disabled={!canRedo}
        onClick={actions.redo}
      />
    </>
  )
}

/** What the step is, above what the button means. */
const hintOf = (what: string | undefined, means: string): string => (what === undefined ? means : `${what}\n${means}`)

interface ToolProps {
  readonly icon: ReactNode
  readonly label: string
  /** A function is asked when the hint comes up. */
  readonly hint?: string | (() => string) | undefined
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
