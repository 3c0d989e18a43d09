import { DownOutlined } from '@ant-design/icons'
import { App as AntApp, Button, Dropdown, Input, type MenuProps, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { sheetPath } from '../app/deepLink.ts'
import { mayI } from '../app/rights.ts'
import { useCompanion } from '../confidential/queries.ts'
import { useArrangeSheet, useOrderSheets } from './queries.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  /** Those put away too. */
  readonly sheets: readonly SheetInfo[]
  /** The one on screen. */
  readonly current: SheetInfo | undefined
}

/** Every sheet by name, and for a coordinator: rename, move, put away, take out again. */
export function SheetMenu({ me, operation, sheets, current }: Props) {
  const { t, i18n } = useTranslation()
  const { message, modal } = AntApp.useApp()
  const navigate = useNavigate()
  const arrange = useArrangeSheet()
  const order = useOrderSheets(operation.id)
  const [renaming, setRenaming] = useState<SheetInfo>()
  const told = { onError: (error: Error) => void message.error(sentenceOf(error, i18n)) }
  const shown = sheets.filter(({ archived }) => archived !== true)
  const away = sheets.filter(({ archived, confidentialOf }) => archived === true && confidentialOf === undefined)
  // A companion goes where its sheet goes.
  const open = shown.filter(({ confidentialOf }) => confidentialOf === undefined)
  const at = open.findIndex(({ id }) => id === current?.id)
  const companion = useCompanion()
  const mayConfide =
    at >= 0 &&
    mayI(me, 'row.confide', operation.id) &&
    sheets.every(({ confidentialOf }) => confidentialOf !== current?.id)
  const move = (to: number): void => {
    const ids = open.map(({ id }) => id)
    const [id] = ids.splice(at, 1)
    if (id === undefined) return
    ids.splice(to, 0, id)
    order.mutate(ids, told)
  }
  const putAway = (sheet: SheetInfo): void =>
    void modal.confirm({
      title: t('columns.sheet.archiveAsk', { title: sheet.title }),
      content: t('columns.sheet.archiveHint'),
      okText: t('columns.sheet.archive'),
      cancelText: t('app.cancel'),
      onOk: () => arrange.mutate({ sheet: sheet.id, archived: true }, told),
    })
  const mayArrange = mayI(me, 'sheet.arrange', operation.id)
  const items: MenuProps['items'] = [
    ...shown.map(({ id, title }) => ({ key: `go ${id}`, label: title })),
    ...(mayConfide ? [{ type: 'divider' as const }, { key: 'secret', label: t('confidential.open') }] : []),
    ...(mayArrange && current !== undefined && at >= 0
      ? [
          { type: 'divider' as const },
          { key: 'rename', label: t('columns.sheet.rename', { title: current.title }) },
          { key: 'left', label: t('columns.sheet.left'), disabled: at === 0 },
          { key: 'right', label: t('columns.sheet.right'), disabled: at === open.length - 1 },
          { key: 'archive', label: t('columns.sheet.archive') },
        ]
      : []),
    ...(mayArrange && away.length > 0
      ? [
          { type: 'divider' as const },
          {
            key: 'away',
            type: 'group' as const,
            label: t('columns.sheet.away'),
            children: away.map(({ id, title }) => ({
              key: `back ${id}`,
              label: t('columns.sheet.restore', { title }),
            })),
          },
        ]
      : []),
  ]
  const onClick = (key: string): void => {
    const [what, id = ''] = key.split(' ')
    if (what === 'go') void navigate(sheetPath(operation.id, id))
    else if (what === 'back') arrange.mutate({ sheet: id, archived: false }, told)
    else if (current !== undefined && what === 'secret')
      companion.mutate(current.id, { ...told, onSuccess: made => void navigate(sheetPath(operation.id, made.id)) })
    else if (what === 'left') move(at - 1)
    else if (what === 'right') move(at + 1)
    else if (current !== undefined && what === 'rename') setRenaming(current)
    else if (current !== undefined && what === 'archive') putAway(current)
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items,
          selectable: true,
          selectedKeys: current === undefined ? [] : [`go ${current.id}`],
          onClick: ({ key }) => onClick(key),
          style: { maxHeight: '70vh', overflowY: 'auto' },
        }}
      >
        <Button
          type="text"
          size="small"
          className="sheet-menu"
          icon={<DownOutlined aria-hidden />}
          aria-label={t('columns.sheet.menu')}
          title={t('columns.sheet.menu')}
        />
      </Dropdown>
      {renaming === undefined ? null : (
        <Rename
          title={renaming.title}
          onClose={() => setRenaming(undefined)}
          onTitle={title => arrange.mutate({ sheet: renaming.id, title }, told)}
        />
      )}
    </>
  )
}

interface RenameProps {
  readonly title: string
  readonly onTitle: (title: string) => void
  readonly onClose: () => void
}

function Rename({ title, onTitle, onClose }: RenameProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(title)
  const save = (): void => {
    onClose()
    if (text.trim() !== title) onTitle(text.trim())
  }
  return (
    <Modal
      open
      title={t('columns.sheet.rename', { title })}
      okText={t('columns.save')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: text.trim() === '' }}
      onOk={save}
      onCancel={onClose}
    >
      <Input
        autoFocus
        maxLength={100}
        value={text}
        aria-label={t('sheet.title')}
        onChange={event => setText(event.target.value)}
        onPressEnter={() => text.trim() !== '' && save()}
      />
    </Modal>
  )
}
