import { EditorContent, useEditor } from '@tiptap/react'
import { App as AntApp } from 'antd'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NOTE_LIMITS } from '../../shared/notes/noteModel.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { NotePersonal } from './NotePersonal.tsx'
import type { OpenNote } from './NoteSession.ts'
import { NoteToolbar } from './NoteToolbar.tsx'
import { noteExtensions } from './noteExtensions.ts'
import { PictureUploads } from './PictureUploads.tsx'
import { picturesIn, usePictures } from './usePictures.ts'

interface Props {
  readonly open: OpenNote
  readonly me: Me
  readonly sheet: string
  readonly row: string
  readonly readOnly: boolean
}

/** The text of a note, with everybody's carets in it (NOTE-19, NOTE-20). */
export function NoteEditor({ open, me, sheet, row, readOnly }: Props) {
  const { t } = useTranslation()
  const { message } = AntApp.useApp()
  const full = useCallback(
    () => void message.open({ key: 'note', type: 'warning', content: t('notes.full', { count: NOTE_LIMITS.size }) }),
    [message, t],
  )
  const pictures = usePictures({
    sheet,
    row,
    open,
    onLimit: (limit, file) =>
      void message.warning(
        limit === 'size'
          ? t('notes.pictureTooLarge', { name: file.name, mb: NOTE_LIMITS.imageBytes >> 20 })
          : t('notes.tooManyPictures', { count: NOTE_LIMITS.images }),
      ),
  })
  const add = useRef(pictures.add)
  add.current = pictures.add
  const take = (data: DataTransfer | null): boolean => {
    const files = picturesIn(data)
    if (files.length > 0) add.current(files)
    return files.length > 0
  }
  const editor = useEditor(
    {
      extensions: noteExtensions({ open, me: me.member, onFull: full }),
      editable: !readOnly,
      immediatelyRender: true,
      editorProps: {
        attributes: {
          class: 'note-text',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': t('notes.label'),
          'data-placeholder': readOnly ? t('notes.empty') : t('notes.placeholder'),
        },
        handlePaste: (_, event) => !readOnly && take(event.clipboardData),
        handleDrop: (_, event) => {
          if (readOnly || !take(event.dataTransfer)) return false
          event.preventDefault()
          return true
        },
        handleClick: (_, __, event) => followLink(event),
      },
    },
    [open, readOnly],
  )
  return (
    <>
      {readOnly ? null : <NoteToolbar editor={editor} onFiles={pictures.add} />}
      <NotePersonal editor={editor} />
      <PictureUploads
        uploads={pictures.uploads}
        onInsert={(upload, alt) => pictures.insert(editor, upload, alt)}
        onRetry={pictures.retry}
        onDrop={pictures.drop}
      />
      <EditorContent editor={editor} className="note-editor" />
    </>
  )
}

/** Ctrl and a click goes where a link leads, in a page of its own. */
function followLink(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (link === null || !(event.ctrlKey || event.metaKey)) return false
  window.open(link.getAttribute('href') ?? '', '_blank', 'noopener,noreferrer')
  return true
}
