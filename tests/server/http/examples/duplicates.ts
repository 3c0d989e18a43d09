import { seenOf } from '../../../../server/services/duplicates/describePairs.ts'
import type { Examples, Scene } from './example.ts'

const CELLS = { item: '口罩' }
const SEEN = seenOf(CELLS)
const [KEPT, OTHER] = ['duplicate1', 'duplicate2']
const BY = { member: 'm', session: 's' }
const merge = { kept: KEPT, merged: OTHER, choices: {}, seen: { kept: SEEN, merged: SEEN } }

/** Two rows that say the same, and are two. */
async function twoRows({ test: { hub }, at }: Scene): Promise<void> {
  await hub.rooms.appendRows(
    at.sheet,
    [KEPT, OTHER].map(id => ({ id, cells: CELLS })),
    BY,
  )
  const anew = [KEPT, OTHER].flatMap(row => ['_gone', 'status'].map(column => ({ row, column, value: null })))
  await hub.rooms.writeCells(at.sheet, anew, BY)
}

/** The id of a merge of the two. */
async function aMerge(scene: Scene): Promise<string> {
  await twoRows(scene)
  const token = scene.test.hub.controlToken
  const { json } = await scene.test.ask('POST', `/sheets/${scene.at.sheet}/merges`, { token, json: merge })
  return (json as { id: string }).id
}

export const examples: Examples = {
  'get /operations/:id/duplicates': {},
  'get /sheets/:id/duplicates': { before: twoRows, query: `?row=${KEPT}&other=${OTHER}` },
  'post /sheets/:id/duplicates/near': { send: () => ({ json: { cells: { item: '口罩' } } }) },
  'post /sheets/:id/duplicates/dismissals': { before: twoRows, send: () => ({ json: { rows: [KEPT, OTHER] } }) },
  'get /sheets/:id/merges': {},
  'post /sheets/:id/merges': { before: twoRows, send: () => ({ json: merge }) },
  'post /merges/:id/undo': { id: aMerge },
}
