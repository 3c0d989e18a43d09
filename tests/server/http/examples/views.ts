import { type Examples, makeAsMayBe, type Scene, VIEW } from './example.ts'

/** A view the caller may see: their own where they may have one, … */
const own = async (scene: Scene): Promise<string> =>
  (await makeAsMayBe<{ id: string }>(scene, `/sheets/${scene.at.sheet}/views`, { json: { ...VIEW, shared: false } }))
    .made.id
/** … a shared one to be the sheet's first, and where they may not. */
const shared = async ({ test, at }: Scene): Promise<string> =>
  (await test.operator<{ id: string }>('POST', `/sheets/${at.sheet}/views`, { ...VIEW, shared: true })).id

const seen = async (scene: Scene): Promise<string> => {
  const id = await own(scene)
  const { items } = (await scene.test.ask('GET', `/sheets/${scene.at.sheet}/views`, { token: scene.token })).json as {
    items?: readonly { id: string }[]
  }
  return items?.some(view => view.id === id) === true ? id : shared(scene)
}

export const examples: Examples = {
  'get /sheets/:id/views': {},
  'post /sheets/:id/views': { send: () => ({ json: VIEW }) },
  'post /views/:id': { id: seen, send: () => ({ json: { version: 1, name: '新名' } }) },
  'post /views/:id/default': { id: shared, send: () => ({ json: { default: true } }) },
  'delete /views/:id': { id: seen },
}
