import { describe, expect, it } from 'vitest'
import { pathAfterSignIn, sheetPath, sheetPlaceOf, signInPath, tokenOfFragment } from '../../../client/app/deepLink.ts'

describe('addresses of the page', () => {
  it('PAGE-6 signing in leads back to the link that was opened', () => {
    const wanted = sheetPath('op 1', 's/1')
    expect(pathAfterSignIn(new URL(signInPath(wanted), 'http://hub').search)).toBe(wanted)
    expect(pathAfterSignIn(new URL(signInPath('/'), 'http://hub').search)).toBe('/')
  })

  it('VIEW-16 a place in a sheet is written as ids and read back, and survives signing in', () => {
    const place = { view: 'v1', row: 'row_1-a', cell: 'item' }
    const path = sheetPath('op1', 's1', place)
    expect(path).toBe('/o/op1/s/s1?view=v1&row=row_1-a&cell=item')
    expect(sheetPlaceOf(new URL(path, 'http://hub').search)).toEqual(place)
    expect(pathAfterSignIn(new URL(signInPath(path), 'http://hub').search)).toBe(path)
    expect(sheetPath('op1', 's1', { cell: 'item' })).toBe('/o/op1/s/s1')
    expect(sheetPlaceOf('?view=<script>&row=a:b&cell=item')).toEqual({})
    expect(sheetPlaceOf('?cell=item')).toEqual({})
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/sign-in',
    '',
  ])('PAGE-6 %s leads nowhere else', next => {
    expect(pathAfterSignIn(`?next=${encodeURIComponent(next)}`)).toBe('/')
  })

  it('PAGE-6 the token of a link is in its fragment, with or without a name', () => {
    expect(tokenOfFragment('#abc_-1')).toBe('abc_-1')
    expect(tokenOfFragment('#token=abc_-1')).toBe('abc_-1')
    expect(tokenOfFragment('#')).toBeUndefined()
    expect(tokenOfFragment('')).toBeUndefined()
    expect(tokenOfFragment('#%E0%A4%A')).toBe('%E0%A4%A')
  })
})
