/** Forms for people without an account: they answer everybody, tell nothing that is not on the page, and take nothing twice. */
import { PHOTOS } from '../../../shared/forms/questions.ts'
import {
  communityPage,
  communityWish,
  keptPhoto,
  photoQuery,
  placeList,
  placesQuery,
  publicForm,
  publicSubmission,
  submitted,
  trackedSubmission,
  trackingWish,
} from '../../../shared/protocol/publicForms.ts'
import type { FormFollowers } from '../../services/formFollowers.ts'
import type { PublicForms } from '../../services/publicForms.ts'
import { type Asked, publicRoute, type Route } from '../route.ts'

export interface PublicFormRoutesParts {
  readonly publicForms: PublicForms
  readonly formFollowers: FormFollowers
}

const codeOf = ({ params }: Pick<Asked<unknown, unknown>, 'params'>): string => params.code ?? ''

export function publicFormRoutes({ publicForms, formFollowers }: PublicFormRoutesParts): Route[] {
  return [
    publicRoute(
      {
        method: 'get',
        path: '/public/forms/:code',
        summary: 'What the page of a form needs',
        response: publicForm,
      },
      async asked => ({ json: await publicForms.page(codeOf(asked), asked.now) }),
    ),
    publicRoute(
      {
        method: 'get',
        path: '/public/places',
        summary: 'The places directly under one; the provinces without',
        query: placesQuery,
        response: placeList,
      },
      async ({ query }) => ({ json: { items: publicForms.places(query.under) } }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/public/forms/:code/submissions',
        summary: 'Send a filled form; once for its key',
        body: publicSubmission,
        status: 201,
        response: submitted,
      },
      async asked => ({ json: await publicForms.submit(codeOf(asked), asked.body, asked, asked.address) }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/public/forms/:code/photos',
        summary: 'A picture for the form being filled in: png, jpeg, webp or gif',
        body: 'file',
        maxBytes: PHOTOS.bytes,
        query: photoQuery,
        status: 201,
        response: keptPhoto,
      },
      async asked => {
        const bytes = Buffer.isBuffer(asked.body) ? asked.body : new Uint8Array()
        return { json: { id: await publicForms.keepPhoto(codeOf(asked), asked.query.key, bytes, asked) } }
      },
    ),
    publicRoute(
      {
        method: 'post',
        path: '/public/tracking',
        summary: 'How a submission stands, by its tracking code',
        body: trackingWish,
        response: trackedSubmission,
      },
      async ({ body, address }) => ({ json: await formFollowers.track(body.code, address) }),
    ),
    publicRoute(
      {
        method: 'post',
        path: '/public/community',
        summary: 'What a community head sees of their own community',
        body: communityWish,
        response: communityPage,
      },
      async ({ body }) => ({ json: await formFollowers.community(body.secret) }),
    ),
  ]
}
