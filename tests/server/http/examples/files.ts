import { CSV, type Examples, makeAsMayBe, type Scene } from './example.ts'

/** Only who uploaded a file may see it again; who may not upload gets another's. */
const upload = async (scene: Scene) => {
  const { made, by } = await makeAsMayBe<{ id: string }>(scene, `/sheets/${scene.at.sheet}/imports`, CSV)
  return { id: made.id, by }
}
const anUpload = async (scene: Scene): Promise<string> => (await upload(scene)).id
const anImport = async (scene: Scene): Promise<string> => {
  const { id, by } = await upload(scene)
  await scene.test.ask('POST', `/imports/${id}/confirm`, { token: by })
  return id
}

export const examples: Examples = {
  'get /sheets/:id/export': { query: '?format=csv' },
  'post /sheets/:id/imports': { send: () => ({ raw: new TextEncoder().encode('物资,数量\n口罩,3\n') }) },
  'post /imports/:id/preview': { id: anUpload, send: () => ({ json: {} }), refused: 404 },
  'post /imports/:id/confirm': { id: anUpload, send: () => ({ json: {} }), refused: 404 },
  'get /imports/:id/refusals': { id: anUpload, refused: 404 },
  'get /sheets/:id/imports': {},
  'post /imports/:id/undo': { id: anImport, send: () => ({ json: {} }), refused: 404 },
  'post /imports/:id/redo': { id: anImport, send: () => ({ json: {} }), refused: 404 },
}
