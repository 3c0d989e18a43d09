import {
  BoldOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PictureOutlined,
  StrikethroughOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { Button, Input, Popover, Tooltip } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HEADING_LEVELS, isWebAddress } from '../../shared/notes/noteModel.ts'

interface Tool {
  readonly name: 'bold' | 'italic' | 'strike' | 'bulletList' | 'orderedList' | 'quote'
  readonly icon: ReactNode
  readonly active: (editor: Editor) => boolean
  readonly run: (editor: Editor) => void
}

const TOOLS: readonly Tool[] = [
  {
    name: 'bold',
    icon: <BoldOutlined aria-hidden />,
    active: editor => editor.isActive('bold'),
    run: editor => void editor.chain().focus().toggleBold().run(),
  },
  {
    name: 'italic',
    icon: <ItalicOutlined aria-hidden />,
    active: editor => editor.isActive('italic'),
    run: editor => void editor.chain().focus().toggleItalic().run(),
  },
  {
    name: 'strike',
    icon: <StrikethroughOutlined aria-hidden />,
    active: editor => editor.isActive('strike'),
    run: editor => void editor.chain().focus().toggleStrike().run(),
  },
  {
    name: 'bulletList',
    icon: <UnorderedListOutlined aria-hidden />,
    active: editor => editor.isActive('bulletList'),
    run: editor => void editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    icon: <OrderedListOutlined aria-hidden />,
    active: editor => editor.isActive('orderedList'),
    run: editor => void editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'quote',
    icon: <span aria-hidden>❝</span>,
    active: editor => editor.isActive('blockquote'),
    run: editor => void editor.chain().focus().toggleBlockquote().run(),
  },
]

/** The forms a note's text can have, and its pictures. */
export function NoteToolbar({
  editor,
  onFiles,
}: {
  readonly editor: Editor
  readonly onFiles: (files: readonly File[]) => void
}) {
  const { t } = useTranslation()
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => [
      ...TOOLS.filter(tool => tool.active(now)).map(({ name }) => name),
      ...HEADING_LEVELS.filter(level => now.isActive('heading', { level })).map(level => `h${level}`),
      ...(now.isActive('link') ? ['link'] : []),
    ],
  })
  const field = useRef<HTMLInputElement>(null)
  return (
    <div className="note-toolbar" role="toolbar" aria-label={t('notes.tools')}>
      {HEADING_LEVELS.map(level => (
        <ToolButton
          key={level}
          label={t('notes.heading', { level })}
          icon={<span aria-hidden>H{level}</span>}
          pressed={active.includes(`h${level}`)}
          onClick={() => editor.chain().focus().toggleHeading({ level }).run()}
        />
      ))}
      {TOOLS.map(({ name, icon, run }) => (
        <ToolButton
          key={name}
          label={t(`notes.${name}`)}
          icon={icon}
          pressed={active.includes(name)}
          onClick={() => run(editor)}
        />
      ))}
      <LinkTool editor={editor} pressed={active.includes('link')} />
      <ToolButton
        label={t('notes.picture')}
        icon={<PictureOutlined aria-hidden />}
        onClick={() => field.current?.click()}
      />
      <input
        ref={field}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={t('notes.picture')}
        onChange={event => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}

interface ButtonProps {
  readonly label: string
  readonly icon: ReactNode
  readonly pressed?: boolean
  readonly onClick?: () => void
}

function ToolButton({ label, icon, pressed, onClick }: ButtonProps) {
  return (
    <Tooltip title={label}>
      <Button
        type={pressed === true ? 'primary' : 'text'}
        size="small"
        icon={icon}
        aria-label={label}
        aria-pressed={pressed}
        // The selection in the text stays where it is.
        onMouseDown={event => event.preventDefault()}
        onClick={onClick}
      />
    </Tooltip>
  )
}

/** Makes the selected words a link, or no longer one. */
function LinkTool({ editor, pressed }: { readonly editor: Editor; readonly pressed: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [address, setAddress] = useState('')
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address.trim()) ? address.trim() : `https://${address.trim()}`
  const bad = address.trim() !== '' && !isWebAddress(whole)
  const set = (): void => {
    if (bad) return
    const chain = editor.chain().focus().extendMarkRange('link')
    if (address.trim() === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !pressed)
      chain.insertContent({ type: 'text', text: whole, marks: [{ type: 'link', attrs: { href: whole } }] }).run()
    else chain.setLink({ href: whole }).run()
    setOpen(false)
  }
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={next => {
        setAddress(String(editor.getAttributes('link').href ?? ''))
        setOpen(next)
      }}
      content={
        <div className="note-link">
          <Input
            autoFocus
            size="small"
            value={address}
            aria-label={t('notes.address')}
            placeholder="https://"
            status={bad ? 'error' : ''}
            onChange={event => setAddress(event.target.value)}
            onPressEnter={set}
          />
          {bad ? <div role="alert">{t('notes.badAddress')}</div> : null}
          <Button size="small" type="primary" onClick={set} disabled={bad}>
            {address.trim() === '' ? t('notes.unlink') : t('notes.setLink')}
          </Button>
        </div>
      }
    >
      <span>
        <ToolButton label={t('notes.link')} icon={<LinkOutlined aria-hidden />} pressed={pressed} />
      </span>
    </Popover>
  )
}
