/**
 * Files in and out of a sheet. An upload may hold more than the sheet will show, so only who sent it sees it again.
 */
import { z } from 'zod'
import { HubError } from '../../../shared/protocol/errors.ts'
import { duplicateChoice, importChoice, importPreview, importResult } from '../../../shared/protocol/imports.ts'
import type { Identity } from '../../auth/identity.ts'
import type { Exports } from '../../services/exports.ts'
import type { Imports } from '../../services/imports.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Asked, type Route, route } from '../route.ts'
import { fileName } from './fileName.ts'

export interface FileRoutesParts {
  readonly sheets: Sheets
  readonly imports: Imports
  readonly exports: Exports
}

const exportQuery = z.object({ format: z.enum(['csv', 'xlsx', 'hxl']), language: z.enum(['zh', 'en']).default('zh') })
/** What to begin with for rows that are in the sheet already. */
const uploadQuery = z.object({ same: duplicateChoice.optional(), alike: duplicateChoice.optional() })
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type ById = Pick<Asked<unknown, unknown>, 'params'>
const idOf = ({ params }: ById): string => params.id ?? ''

/** Throws the same `not-found` for an import that is not there and for somebody else's. */
async function ownImport(imports: Imports, id: string, identity: Identity): Promise<string> {
  const found = await imports.sheetOf(id).catch((error: unknown) => {
    if (error instanceof HubError && error.code === 'not-found') return undefined
    throw error
  })
  if (found === undefined || found.member !== identity.member.id) throw new HubError('not-found')
  return found.sheet
}

export function fileRoutes({ sheets, imports, exports }: FileRoutesParts): Route[] {
  const ofImport = async (asked: ById & { readonly identity: Identity }) =>
    sheets.thingOf(await ownImport(imports, idOf(asked), asked.identity))
  return [
    route(
      {
        method: 'get',
        path: '/sheets/:id/export',
        summary: 'The sheet as a file',
        action: 'sheet.export',
        of: asked => sheets.thingOf(idOf(asked)),
        query: exportQuery,
        response: ['text/csv', SPREADSHEET],
      },
      async asked => {
        const { format, language } = asked.query
        const made = await exports.exportSheet({ sheet: idOf(asked), format, language })
        return { file: made.bytes, type: made.contentType, name: made.fileName }
      },
    ),
    route(
      {
        method: 'post',
        path: '/sheets/:id/imports',
        summary: 'Upload a csv or xlsx file; answers what would go in and what not',
        action: 'sheet.import',
        of: asked => sheets.thingOf(idOf(asked)),
        body: 'file',
        query: uploadQuery,
        status: 201,
        response: importPreview,
      },
      async asked => {
        const bytes = Buffer.isBuffer(asked.body) ? asked.body : Buffer.alloc(0)
        const upload = {
          sheet: idOf(asked),
          member: asked.identity.member.id,
          fileName: fileName(asked),
          bytes,
          duplicates: asked.query,
        }
        return { json: await imports.preview(upload, asked) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/imports/:id/preview',
        summary: 'Another table, header line or mapping; answers a fresh preview',
        action: 'sheet.import',
        of: ofImport,
        body: importChoice,
        response: importPreview,
      },
      async asked => ({ json: await imports.choose(idOf(asked), asked.body) }),
    ),
    route(
      {
        method: 'post',
        path: '/imports/:id/confirm',
        summary: 'Put the rows into the sheet, all or none',
        action: 'sheet.import',
        of: ofImport,
        response: importResult,
      },
      async asked => {
        const { member, session } = asked.identity
        return { json: await imports.confirm(idOf(asked), { member: member.id, session }) }
      },
    ),
    route(
      {
        method: 'get',
        path: '/imports/:id/refusals',
        summary: 'What did not go where its header said, as csv',
        action: 'sheet.import',
        of: ofImport,
        response: ['text/csv'],
      },
      async asked => ({
        file: await imports.refusals(idOf(asked)),
        type: 'text/csv; charset=utf-8',
        name: 'refusals.csv',
      }),
    ),
  ]
}
