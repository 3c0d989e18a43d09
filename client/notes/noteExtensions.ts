/** What the editor of a note is made of. What it can write is what shared/notes/noteModel.ts knows, and the server takes nothing else. */
import { Extension, type Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Image } from '@tiptap/extension-image'
import { Plugin } from '@tiptap/pm/state'
import { StarterKit } from '@tiptap/starter-kit'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { HEADING_LEVELS, IMAGE_ADDRESS, isWebAddress, NOTE_LIMITS } from '../../shared/notes/noteModel.ts'
import type { OpenNote } from './NoteSession.ts'

interface Setting {
  readonly open: OpenNote
  readonly me: { readonly name: string; readonly color: string }
  /** Told when something was not typed because the note is full. */
  readonly onFull: () => void
}

/** Only this hub's pictures, with their description and nothing else. */
const Picture = Image.extend({
  addAttributes() {
    return { src: { default: null }, alt: { default: null } }
  },
  parseHTML() {
    const own = (element: HTMLElement): false | null =>
      IMAGE_ADDRESS.test(element.getAttribute('src') ?? '') ? null : false
    return [{ tag: 'img[src]', getAttrs: own }]
  },
  addInputRules: () => [],
})

/** Lets nobody type more than the note may hold: refused before it is typed away (NOTE-19). What colleagues write always comes in. */
const limitOf = (onFull: () => void) =>
  Extension.create({
    name: 'noteLimit',
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (transaction, state) => {
          if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined) return true
          const fits =
            transaction.doc.content.size <= NOTE_LIMITS.size || transaction.doc.content.size <= state.doc.content.size
          if (!fits) onFull()
          return fits
        },
      }),
    ],
  })

/** A caret with its owner's name, which is never more than a text. */
function caret({ name, color }: Record<string, unknown>): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'note-caret'
  mark.style.borderColor = String(color)
  const label = document.createElement('span')
  label.className = 'note-caret-name'
  label.style.backgroundColor = String(color)
  label.textContent = String(name)
  mark.append(label)
  return mark
}

/** For one open note. */
export const noteExtensions = ({ open, me, onFull }: Setting): Extensions => [
  StarterKit.configure({
    undoRedo: false,
    codeBlock: false,
    trailingNode: false,
    heading: { levels: [...HEADING_LEVELS] },
    link: {
      openOnClick: false,
      protocols: ['http', 'https'],
      defaultProtocol: 'https',
      isAllowedUri: url => isWebAddress(url),
      HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank', class: null },
    },
  }),
  Picture.configure({ inline: false, allowBase64: false }),
  Collaboration.configure({ fragment: open.note }),
  CollaborationCaret.configure({
    provider: { awareness: open.awareness },
    user: { name: me.name, color: me.color },
    render: caret,
  }),
  limitOf(onFull),
]
