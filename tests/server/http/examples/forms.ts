import { proposeForm } from '../../../../shared/forms/propose.ts'
import { columnsOf } from '../../../../shared/schema/schemas.ts'
import type { Operation } from '../../testHub.ts'
import { type Examples, PICTURE, type Scene } from './example.ts'

const CONTENT = proposeForm('needs', '需求', columnsOf('needs'))
const wish = ({ sheet, organization }: Operation) => ({ sheet, organization, content: CONTENT })

interface Made {
  readonly id: string
  readonly links: readonly { readonly id: string }[]
}

/** A form made by the operator of the machine, whoever calls. */
const made = ({ test, at }: Scene): Promise<Made> =>
  test.operator('POST', `/operations/${at.operation}/forms`, wish(at))
const id = async (scene: Scene): Promise<string> => (await made(scene)).id

/** The last link a call is about: the body is made after the form, without knowing it. */
let link = ''
const idAndLink = async (scene: Scene): Promise<string> => {
  const { id, links } = await made(scene)
  link = links[0]?.id ?? ''
  return id
}

let keys = 0
const key = (): string => `key-of-this-page-${++keys}`

const photo = async (scene: Scene): Promise<string> => {
  const { test } = scene
  const path = `/forms/${await id(scene)}/photos?key=${key()}`
  return ((await test.ask('POST', path, { token: test.hub.controlToken, raw: PICTURE })).json as { id: string }).id
}

export const examples: Examples = {
  'get /operations/:id/forms': {},
  'post /operations/:id/forms': { send: at => ({ json: wish(at) }) },
  'get /forms/:id': { id },
  'post /forms/:id': { id, send: () => ({ json: { version: 1, closed: true } }) },
  'post /forms/:id/copies': { id },
  'post /forms/:id/links': { id, send: () => ({ json: { name: '胜利社区', fixed: { district: '莲湖区' } } }) },
  'post /forms/:id/links/change': { id: idAndLink, send: () => ({ json: { link, closed: true } }) },
  'post /forms/:id/head': { id: idAndLink, send: () => ({ json: { link } }) },
  'get /forms/:id/page': { id },
  'post /forms/:id/submissions': {
    id,
    send: () => ({
      json: { key: key(), version: 1, answers: { q1: '口罩', q6: '610104', q9: '029-1234567' }, source: 'proxy' },
    }),
  },
  'post /forms/:id/photos': { id, query: '?key=key-of-this-page-x', send: () => ({ raw: PICTURE }) },
  'get /form-photos/:id': { id: photo },
}
