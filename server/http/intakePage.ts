/**
 * The page for people without an account (docs/SPEC.md FORM-13): its files come compressed as the build made them, and a form comes in the page itself,
 * which saves a slow network a way there and back.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type RequestHandler } from 'express'
import { HubError } from '../../shared/protocol/errors.ts'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'

/** A form, the tracking page, the page of a community head. */
export const INTAKE_PATHS = ['/f/:code', '/t', '/c']

/** What the page of a form needs. Throws HubError `not-found`. */
export type FormOf = (code: string) => Promise<PublicForm>

const PLACE = '<script type="application/json" id="form">null</script>'

/** Answers with the page, and in it the form the address names; without one the page says so itself. `html`: the page, for this address. */
export function formPage(html: (address: string) => Promise<string>, formOf: FormOf): RequestHandler {
  return async (request, response) => {
    const [page, form] = await Promise.all([html(request.originalUrl), formOrNone(request.params.code, formOf)])
    response.setHeader('Cache-Control', 'no-cache')
    // What may be in the address and what was typed stays here: no other site is told where somebody came from.
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.type('html').send(form === undefined ? page : page.replace(PLACE, () => withForm(form)))
  }
}

async function formOrNone(code: unknown, formOf: FormOf): Promise<PublicForm | undefined> {
  if (typeof code !== 'string') return undefined
  try {
    return await formOf(code)
  } catch (error) {
    if (error instanceof HubError && error.code === 'not-found') return undefined
    throw error
  }
}

/** No text of a form ends the element it stands in. */
const withForm = (form: PublicForm): string =>
  PLACE.replace('null', () => JSON.stringify(form).replace(/</g, '\\u003c'))

const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

/** Files with a digest in their name, compressed as they lie beside them where the browser takes that. */
export function compressedFiles(folder: string): RequestHandler {
  const files = express.static(folder, { index: false, redirect: false, immutable: true, maxAge: '1y' })
  return (request, response, next) => {
    const { path } = request
    const type = /^\/[\w.-]+\.(js|css)$/.exec(path)?.[1]
    const encoding = ENCODINGS.find(
      ({ name, ending }) =>
        type !== undefined && request.acceptsEncodings(name) === name && existsSync(join(folder, path + ending)),
    )
    if (type !== undefined) response.type(type)
    response.vary('Accept-Encoding')
    if (encoding !== undefined) {
      response.setHeader('Content-Encoding', encoding.name)
      request.url = request.url.replace(path, path + encoding.ending)
    }
    files(request, response, next)
  }
}
