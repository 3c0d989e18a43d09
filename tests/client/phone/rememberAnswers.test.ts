// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createQueryClient } from '../../../client/app/queries.ts'
import { rememberAnswers } from '../../../client/phone/rememberAnswers.ts'
import type { Me } from '../../../shared/protocol/http.ts'
import { ME, SHEET } from '../page.tsx'

let stops: (() => void)[] = []
beforeEach(() => localStorage.clear())
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
})

function tab() {
  const client = createQueryClient()
  stops.push(rememberAnswers(client))
  return client
}
const BEN: Me = { ...ME, member: { ...ME.member, id: 'm2', name: '李四' } }

describe('answers kept on the device', () => {
  it('PHONE-9 the next visit begins with who was signed in and the sheets, and asks for both again', () => {
    const first = tab()
    first.setQueryData(['me'], ME)
    first.setQueryData(['sheets'], [SHEET])
    const next = tab()
    expect(next.getQueryData(['me'])).toEqual(ME)
    expect(next.getQueryData(['sheets'])).toEqual([SHEET])
    for (const key of ['me', 'sheets']) expect(next.getQueryState([key])?.isInvalidated).toBe(true)
  })

  it('PHONE-11 signing out forgets them, in every tab', () => {
    const first = tab()
    const other = tab()
    first.setQueryData(['me'], ME)
    other.setQueryData(['me'], ME)
    first.clear()
    first.setQueryData(['me'], null)
    expect(localStorage.length).toBe(0)
    dispatchEvent(new StorageEvent('storage', { key: 'gongji-known', newValue: null }))
    expect(other.getQueryData(['me'])).toBeNull()
    expect(tab().getQueryData(['me'])).toBeUndefined()
  })

  it('PHONE-12 another member never begins with the first one’s sheets', () => {
    const first = tab()
    first.setQueryData(['me'], ME)
    first.setQueryData(['sheets'], [SHEET])
    first.removeQueries({ queryKey: ['sheets'] })
    first.setQueryData(['me'], BEN)
    const next = tab()
    expect(next.getQueryData<Me>(['me'])?.member.id).toBe('m2')
    expect(next.getQueryData(['sheets'])).toBeUndefined()
  })

  it('PHONE-9 what another version left, or what is damaged, is no answer', () => {
    for (const text of ['{', '[]', '{"me":{"member":{}}}', '{"me":null}']) {
      localStorage.setItem('gongji-known', text)
      expect(tab().getQueryData(['me']), text).toBeUndefined()
    }
  })
})
