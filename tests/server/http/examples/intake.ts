import { type Examples, makeAsMayBe, type Scene } from './example.ts'

const ticket = (sheet: string) => ({ json: { sheet, cells: { item: '口罩' }, answers: {} } })
const nothing = { ids: ['nothing'] }
const submission = async (scene: Scene): Promise<string> =>
  (await makeAsMayBe<{ id: string }>(scene, '/submissions', ticket(scene.at.sheet))).made.id

export const examples: Examples = {
  'post /submissions': { send: at => ticket(at.sheet) },
  'get /operations/:id/submissions': {},
  'get /operations/:id/submissions/count': {},
  'get /submissions/:id': { id: submission },
  'get /sheets/:id/rows/:row/origins': {},
  'post /operations/:id/submissions/decisions': { send: () => ({ json: { decision: 'spam', ...nothing } }) },
  'post /operations/:id/submissions/undo': { send: () => ({ json: nothing }) },
}
