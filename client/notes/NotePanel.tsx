import { Alert, Button } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { ERRORS } from '../../shared/protocol/errors.ts'
import { noteName } from '../../shared/protocol/notes.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { syncUrl } from '../app/useOpenSheet.ts'
import { useLanguage } from '../i18n/language.ts'
import type { SaveState } from '../sync/session.ts'
import { copyText } from '../ui/copyText.ts'
import { NoteEditor } from './NoteEditor.tsx'
import type { HeldNote, NoteSession } from './NoteSession.ts'

/** The note of a row: what is true about its saving, and its text. */
export function NotePanel({ open, row }: { readonly open: OpenSheet; readonly row: string }) {
  const { t } = useTranslation()
  const session = useNote(open, row)
  if (session === undefined) return <p className="quiet">{t('app.loading')}</p>
  return <OpenNotePanel open={open} row={row} session={session} />
}

/** Opens the row's note for as long as it is on screen. */
function useNote({ me, sheet, operation }: OpenSheet, row: string): NoteSession | undefined {
  const { api, openNote } = useServices()
  const [session, setSession] = useState<NoteSession>()
  const member = me.member.id
  const readOnly = !mayI(me, 'note.edit', operation.id)
  const sheetId = sheet.id
  useEffect(() => {
    const path = `sheets/${encodeURIComponent(sheetId)}/rows/${encodeURIComponent(row)}/note`
    const opened = openNote({
      place: `${sheetId}.${row}`,
      member,
      readOnly,
      url: syncUrl(location),
      name: async () => (await api.get(path, noteName)).document,
    })
    setSession(opened)
    return () => opened.destroy()
  }, [api, openNote, sheetId, row, member, readOnly])
  return session
}

function useNoteSession<T>(session: NoteSession, read: (session: NoteSession) => T): T {
  return useSyncExternalStore(
    listener => session.subscribe(listener),
    () => read(session),
  )
}

function OpenNotePanel({
  open,
  row,
  session,
}: {
  readonly open: OpenSheet
  readonly row: string
  readonly session: NoteSession
}) {
  const note = useNoteSession(session, it => it.open())
  const state = useNoteSession(session, it => it.state())
  const held = useNoteSession(session, it => it.held())
  return (
    <div className="note-panel">
      <Saving state={state} />
      {held.map(text => (
        <Held key={text.id} held={text} onDrop={() => session.dropHeld(text.id)} />
      ))}
      {note === undefined ? null : (
        <NoteEditor
          key={note.doc.guid}
          open={note}
          me={open.me}
          sheet={open.sheet.id}
          row={row}
          readOnly={session.readOnly || state.kind === 'closed'}
        />
      )}
    </div>
  )
}

/** What is true about saving, in words. */
function Saving({ state }: { readonly state: SaveState }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = (): string => {
    switch (state.kind) {
      case 'opening':
        return t('app.loading')
      case 'saved':
        return t('notes.saved')
      case 'saving':
        return t('notes.saving', { count: state.count })
      case 'waiting':
        return state.count === 0 ? t('notes.offline') : t('notes.waiting', { count: state.count })
      case 'notSaved':
      case 'closed':
        return ERRORS[state.code][language]
    }
  }
  const tone =
    state.kind === 'saved' ? 'good' : state.kind === 'closed' || state.kind === 'notSaved' ? 'lost' : 'waiting'
  return (
    <div className={`note-state note-${tone}`} role="status">
      <span aria-hidden>{state.kind === 'saved' ? '✓' : tone === 'lost' ? '⚠' : '…'}</span> {words()}
    </div>
  )
}

/** What the server did not take, as text: to be put in again by hand. */
function Held({ held, onDrop }: { readonly held: HeldNote; readonly onDrop: () => void }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  return (
    <Alert
      type="warning"
      showIcon
      title={t('notes.held')}
      description={<pre className="note-held">{held.text}</pre>}
      action={
        <>
          <Button size="small" onClick={() => void copyText(held.text).then(setCopied)}>
            {copied ? t('notes.copied') : t('notes.copy')}
          </Button>
          <Button size="small" type="text" onClick={onDrop}>
            {t('notes.drop')}
          </Button>
        </>
      }
    />
  )
}
