/**
 * The staff page: built files in production, Vite inside this same server and port in development (docs/SPEC.md HTTP-13).
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { HubError } from '../../shared/protocol/errors.ts'
import { compressedFiles, type FormOf, formPage, INTAKE_PATHS } from './intakePage.ts'

/** Addresses of the staff's page: all of them answer with index.html. */
export const PAGE_PATHS = ['/', '/sign-in', '/setup', '/demo', '/join', '/recover', '/outside', '/o/*rest']

/**
 * Serves what `npm run build` made below `folder`: `client`, the staff's page, and `intake`, the one for people without an account. Files with a digest
 * in their name may be kept for ever, the pages themselves never.
 */
export function builtPage(folder: string, formOf: FormOf): Router {
  const router = Router()
  const client = join(folder, 'client')
  const index = join(client, 'index.html')
  router.use('/form-assets', compressedFiles(join(folder, 'intake', 'form-assets')))
  router.get(
    INTAKE_PATHS,
    formPage(() => readBuilt(join(folder, 'intake', 'intake.html')), formOf),
  )
  router.use(
    express.static(client, {
      index: false,
      redirect: false,
      setHeaders: (response, file) => {
        const forEver = file.startsWith(join(client, 'assets'))
        response.setHeader('Cache-Control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    }),
  )
  router.get(PAGE_PATHS, (_request, response) => {
    if (!existsSync(index)) throw notBuilt()
    response.setHeader('Cache-Control', 'no-cache').sendFile(index)
  })
  return router
}

const notBuilt = (): HubError => new HubError('unavailable', 'The page has not been built: run npm run build.')

async function readBuilt(file: string): Promise<string> {
  if (!existsSync(file)) throw notBuilt()
  return readFile(file, 'utf8')
}

/** In place of the built page's service worker on the same port: without it the built page would go on answering here. */
const LEAVING_WORKER = `
addEventListener('install', () => skipWaiting())
addEventListener('activate', event => event.waitUntil(
  registration.unregister().then(() => clients.matchAll()).then(all => all.map(client => client.navigate(client.url)))
))
`

/** Vite's middleware over the same http server, its own socket beside ours. `close` ends it. */
export async function vitePage(
  root: string,
  server: Server,
  formOf: FormOf,
): Promise<{ handler: RequestHandler; close: () => Promise<void> }> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    appType: 'custom',
    server: {
      middlewareMode: true,
      hmr: { server, path: '/@vite-hmr' },
      // The data directory usually lies below the project; Vite would hand its files out.
      fs: { strict: true, allow: ['client', 'shared', 'node_modules'].map(name => join(root, name)) },
    },
  })
  const router = Router()
  router.get('/sw.js', (_request, response) => {
    response.type('js').setHeader('Cache-Control', 'no-cache').send(LEAVING_WORKER)
  })
  const intake = async (address: string): Promise<string> =>
    vite.transformIndexHtml(address, await readFile(join(root, 'client', 'intake.html'), 'utf8'))
  router.get(INTAKE_PATHS, formPage(intake, formOf))
  router.use(vite.middlewares)
  router.get(PAGE_PATHS, async (request, response) => {
    const html = await readFile(join(root, 'client', 'index.html'), 'utf8')
    response.type('html').send(await vite.transformIndexHtml(request.originalUrl, html))
  })
  return { handler: router, close: () => vite.close() }
}
