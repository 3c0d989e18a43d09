/** Forms as members make and file them. */
import { z } from 'zod'
import { sees, type Thing } from '../../../shared/domain/roles.ts'
import { PHOTOS } from '../../../shared/forms/questions.ts'
import {
  form,
  formChange,
  formLinkChange,
  formList,
  headSecret,
  headWish,
  newForm,
  newFormLink,
} from '../../../shared/protocol/forms.ts'
import { filedSubmission, keptPhoto, photoQuery, publicForm, submitted } from '../../../shared/protocol/publicForms.ts'
import type { FormPhotos } from '../../services/formPhotos.ts'
import type { Forms } from '../../services/forms.ts'
import type { PublicForms } from '../../services/publicForms.ts'
import type { Sheets } from '../../services/sheets.ts'
import { type Asked, type Route, route } from '../route.ts'

export interface FormRoutesParts {
  readonly sheets: Sheets
  readonly forms: Forms
  readonly publicForms: PublicForms
  readonly formPhotos: FormPhotos
}

type Call = Pick<Asked<unknown, unknown>, 'params'>
const idOf = ({ params }: Call): string => params.id ?? ''
const linkQuery = z.object({ link: z.string().max(64).optional() })
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const
const ENDING: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg' }

export function formRoutes(parts: FormRoutesParts): Route[] {
  const { sheets, forms } = parts
  const of = async (asked: Call) => sheets.thingOf(await forms.sheetOf(idOf(asked)))
  return [
    route(
      {
        method: 'get',
        path: '/operations/:id/forms',
        summary: 'The public forms of an operation, newest first',
        action: 'submission.file',
        of: idOf,
        response: formList,
      },
      async asked => {
        const confidential = sees(asked.identity.actor, { operation: idOf(asked), confidential: true })
        return { json: { items: await forms.list(idOf(asked), confidential) } }
      },
    ),
    route(
      {
        method: 'post',
        path: '/operations/:id/forms',
        summary: 'Make a public form for a sheet',
        action: 'form.manage',
        of: idOf,
        body: newForm,
        status: 201,
        response: form,
      },
      async asked => ({ json: await forms.create(asked.identity, idOf(asked), asked.body, asked) }),
    ),
    route(
      {
        method: 'get',
        path: '/forms/:id',
        summary: 'A form with its links',
        action: 'submission.file',
        of,
        response: form,
      },
      async asked => ({ json: await forms.get(idOf(asked)) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id',
        summary: 'Change what a form asks, when it is open, or close it',
        action: 'form.manage',
        of,
        body: formChange,
        response: form,
      },
      async asked => ({ json: await forms.change(asked.identity, idOf(asked), asked.body, asked.now) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/copies',
        summary: 'A form like this one, closed until somebody has looked at it',
        action: 'form.manage',
        of,
        status: 201,
        response: form,
      },
      async asked => ({ json: await forms.copy(asked.identity, idOf(asked), asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/links',
        summary: 'Another link to a form, with values it fixes',
        action: 'form.manage',
        of,
        body: newFormLink,
        status: 201,
        response: form,
      },
      async asked => ({ json: await forms.addLink(idOf(asked), asked.body, asked) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/links/change',
        summary: 'Change a link: its name, what it fixes, whether it is closed; or end its community head’s page',
        action: 'form.manage',
        of,
        body: formLinkChange,
        response: form,
      },
      async asked => ({ json: await forms.changeLink(idOf(asked), asked.body, asked.now) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/head',
        summary: 'A new secret for the page of a link’s community head; shown this once',
        action: 'form.manage',
        of,
        body: headWish,
        response: headSecret,
        secret: 'answer',
      },
      async asked => ({ json: { secret: await forms.newHead(idOf(asked), asked.body.link) } }),
    ),
    ...filingRoutes(parts, of),
  ]
}

function filingRoutes(
  { sheets, forms, publicForms, formPhotos }: FormRoutesParts,
  of: (asked: Call) => Promise<Thing>,
): Route[] {
  const ofPhoto = async (asked: Call): Promise<Thing> => {
    const { sheet, content } = await forms.get(await formPhotos.formOf(idOf(asked)))
    const thing = await sheets.thingOf(sheet)
    return content.confidential ? { ...thing, confidential: true } : thing
  }
  return [
    route(
      {
        method: 'get',
        path: '/forms/:id/page',
        summary: 'The form as it is filled in, by one of its links',
        action: 'submission.file',
        of,
        query: linkQuery,
        response: publicForm,
      },
      async asked => ({ json: await publicForms.filingPage(idOf(asked), asked.query.link, asked.now) }),
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/submissions',
        summary: 'File a form for somebody, or a line of a list on paper; once for its key',
        action: 'submission.file',
        of,
        body: filedSubmission,
        status: 201,
        response: submitted,
      },
      async asked => {
        const { source, link, ...filled } = asked.body
        const filing = { form: idOf(asked), link, source, member: asked.identity.member.id }
        return { json: await publicForms.file(filing, filled, asked) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/forms/:id/photos',
        summary: 'A picture for what is being filed: png, jpeg, webp or gif',
        action: 'submission.file',
        of,
        body: 'file',
        maxBytes: PHOTOS.bytes,
        query: photoQuery,
        status: 201,
        response: keptPhoto,
      },
      async asked => ({
        json: { id: await publicForms.keepFilingPhoto(idOf(asked), asked.query.key, bytesOf(asked.body), asked) },
      }),
    ),
    route(
      {
        method: 'get',
        path: '/form-photos/:id',
        summary: 'A picture that came with a submission',
        action: 'submission.read',
        of: ofPhoto,
        response: PICTURES,
      },
      async asked => {
        const { type, body } = await formPhotos.get(idOf(asked))
        return { file: body, type, name: `${idOf(asked)}.${ENDING[type] ?? type.slice('image/'.length)}` }
      },
    ),
  ]
}

const bytesOf = (body: unknown): Uint8Array => (Buffer.isBuffer(body) ? body : new Uint8Array())
