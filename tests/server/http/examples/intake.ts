import { type Examples, makeAsMayBe, type Scene } from './example.ts'

const ticket = (sheet: string) => ({ json: { sheet, cells: { item: '口罩' }, answers: {} } })
const nothing = { ids: ['nothing'] }
const submission = async (scene: Scene): Promise<string> =>
  (await makeAsMayBe<{ id: string }>(scene, '/submissions', ticket(scene.at.sheet))).made.id

const form = (sheet: string) => ({ json: { sheet, name: '金数据' } })
const connection = async (scene: Scene): Promise<string> => {
  const path = `/operations/${scene.at.operation}/intake-connections`
  return (await makeAsMayBe<{ connection: { id: string } }>(scene, path, form(scene.at.sheet))).made.connection.id
}

export const examples: Examples = {
  'post /submissions': { send: at => ticket(at.sheet) },
  'get /operations/:id/submissions': {},
  'get /operations/:id/submissions/count': {},
  'get /submissions/:id': { id: submission },
  'get /sheets/:id/rows/:row/origins': {},
  'post /operations/:id/submissions/decisions': { send: () => ({ json: { decision: 'spam', ...nothing } }) },
  'post /operations/:id/submissions/undo': { send: () => ({ json: nothing }) },
  'get /operations/:id/intake-connections': {},
  'post /operations/:id/intake-connections': { send: at => form(at.sheet) },
  'post /intake-connections/:id': { id: connection, send: () => ({ json: { name: '外部表单' } }) },
  'post /intake-connections/:id/preview': { id: connection, send: () => ({ json: { mapping: {} } }) },
}
