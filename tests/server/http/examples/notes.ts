import { type Examples, makeAsMayBe, PICTURE, ROW, type Scene } from './example.ts'

const aComment = { json: { row: ROW, text: '已联系' } }
const aReminder = { json: { row: ROW, due: '2999-01-01T00:00:00Z' } }
const aFile = { raw: PICTURE, headers: { 'x-file-name': 'a.png' } }

const comment = async (scene: Scene): Promise<string> =>
  (await makeAsMayBe<{ id: string }>(scene, `/sheets/${scene.at.sheet}/comments`, aComment)).made.id
/** Answered with all of the row's reminders: the newest of one's own. */
const reminder = async (scene: Scene): Promise<string> => {
  type Made = { readonly items: readonly { readonly id: string; readonly mine: boolean }[] }
  const { made } = await makeAsMayBe<Made>(scene, `/sheets/${scene.at.sheet}/reminders`, aReminder)
  return made.items.findLast(({ mine }) => mine)?.id ?? ''
}

export const examples: Examples = {
  'get /sheets/:id/rows/:row/note': {},
  'post /sheets/:id/rows/:row/files': { send: () => ({ raw: PICTURE }) },
  'get /files/:id': {
    id: async scene =>
      (await makeAsMayBe<{ id: string }>(scene, `/sheets/${scene.at.sheet}/rows/${ROW}/files`, aFile)).made.id,
  },
  'get /sheets/:id/people': {},
  'get /sheets/:id/row-marks': {},
  'get /sheets/:id/comments': { query: `?row=${ROW}` },
  'post /sheets/:id/comments': { send: () => aComment },
  'post /sheets/:id/comments/:item': { item: comment, send: () => ({ json: { text: '已联系家属' } }) },
  'delete /sheets/:id/comments/:item': { item: comment },
  'post /sheets/:id/comments/:item/resolution': { item: comment, send: () => ({ json: { resolved: true } }) },
  'get /sheets/:id/reminders': { query: `?row=${ROW}` },
  'post /sheets/:id/reminders': { send: () => aReminder },
  'delete /sheets/:id/reminders/:item': { item: reminder },
}
