/** Puts a part of the page on a screen that is not there: texts, theme, server state and a network that answers what the test says. */

import { QueryClientProvider } from '@tanstack/react-query'
import { type RenderResult, render } from '@testing-library/react'
import type { i18n } from 'i18next'
import type { ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { MemoryRouter } from 'react-router'
import { createApi, type Wire } from '../../client/app/api.ts'
import { createQueryClient } from '../../client/app/queries.ts'
import { type Services, ServicesContext } from '../../client/app/services.ts'
import { EMPTY_DESK } from '../../client/desk/DeskSession.ts'
import { createTranslations } from '../../client/i18n/language.ts'
import type { SheetSession } from '../../client/sync/session.ts'
import { AppearanceProvider } from '../../client/ui/Appearance.tsx'
import type { Me, SheetInfo } from '../../shared/protocol/http.ts'
import { columnsOf } from '../../shared/schema/schemas.ts'

export const NOW = Date.parse('2022-01-05T08:00:00Z')

export const ME: Me = {
  member: {
    id: 'm1',
    kind: 'person',
    name: '联众力值班',
    login: 'duty',
    color: '#0b6478',
    organization: { id: 'o1', name: '西安联众力' },
    memberships: [{ operation: 'op1', roles: ['coordinator'] }],
    disabled: false,
  },
  operations: [{ id: 'op1', name: '西安疫情响应', timeZone: 'Asia/Shanghai' }],
}
export const VIEWER: Me = { ...ME, member: { ...ME.member, memberships: [{ operation: 'op1', roles: ['viewer'] }] } }
export const SHEET: SheetInfo = {
  id: 's1',
  operation: 'op1',
  kind: 'needs',
  title: '需求',
  document: 'sheet/s1',
  desk: 'desk/s1',
  rowCount: 2,
  columns: [...columnsOf('needs')],
}

/** One request as the network saw it. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: unknown
}

type Answer = { readonly status?: number; readonly body?: unknown } | 'unreachable'

/** A network: `answer` says what comes back, `sent` is what went out. */
export function network(answer: (sent: Sent) => Answer): { readonly wire: Wire; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const reply = (request: Sent): { status: number; text: string } => {
    sent.push(request)
    const told = answer(request)
    if (told === 'unreachable') throw new TypeError('no network')
    return { status: told.status ?? 200, text: told.body === undefined ? '' : JSON.stringify(told.body) }
  }
  const wire: Wire = {
    fetch: async (input, init) => {
      const { status, text } = reply({
        method: init?.method ?? 'GET',
        path: String(input),
        headers: new Headers(init?.headers),
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      })
      return new Response(status === 204 ? null : text, { status })
    },
    upload: async (path, file, headers, onProgress) => {
      onProgress(0.5)
      return reply({ method: 'POST', path, headers: new Headers(headers), body: await file.text() })
    },
  }
  return { wire, sent }
}

export const problemOf = (code: string, status: number, detail?: string) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, zh: code, ...(detail === undefined ? {} : { detail }) },
})

export interface Given {
  readonly wire?: Wire
  readonly session?: SheetSession
  readonly at?: string
  readonly language?: 'zh' | 'en'
  readonly services?: Partial<Services>
}

/** Everything around a component. */
export function surround({ wire, session, language = 'zh', services }: Given): {
  readonly services: Services
  readonly translations: i18n
} {
  const whole: Services = {
    api: createApi(wire ?? network(() => 'unreachable').wire),
    openSession: () => {
      if (session === undefined) throw new Error('this test opens no sheet')
      return session
    },
    openNote: () => {
      throw new Error('this test opens no note')
    },
    openDesk: () => EMPTY_DESK,
    clearLocalCopies: () => Promise.resolve(),
    unsavedOn: () => 0,
    unsavedEdits: () => [],
    now: () => NOW,
    ...services,
  }
  return { services: whole, translations: createTranslations(language) }
}

/** Renders one component in its surroundings. */
export function show(content: ReactNode, given: Given = {}): RenderResult & { readonly translations: i18n } {
  const { services, translations } = surround(given)
  const shown = render(
    <I18nextProvider i18n={translations}>
      <ServicesContext value={services}>
        <QueryClientProvider client={createQueryClient()}>
          <AppearanceProvider>
            <MemoryRouter initialEntries={[given.at ?? '/']}>{content}</MemoryRouter>
          </AppearanceProvider>
        </QueryClientProvider>
      </ServicesContext>
    </I18nextProvider>,
  )
  return { ...shown, translations }
}
