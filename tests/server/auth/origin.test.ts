import { type IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { originAllowed } from '../../../server/auth/origin.ts'

const request = (headers: IncomingHttpHeaders): IncomingMessage =>
  Object.assign(new IncomingMessage(new Socket()), { headers })
const cookie = 'theme=dark; gongji_session=abc'
const publicUrl = new URL('https://hub.example.org')

describe('where a call comes from', () => {
  it.each<[string, IncomingHttpHeaders, boolean]>([
    ['our own page', { cookie, host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }, true],
    ['another site', { cookie, host: '127.0.0.1:4000', origin: 'https://evil.example' }, false],
    ['another port', { cookie, host: '127.0.0.1:4000', origin: 'http://127.0.0.1:5000' }, false],
    ['an opaque origin', { cookie, host: '127.0.0.1:4000', origin: 'null' }, false],
    ['a broken origin', { cookie, host: '127.0.0.1:4000', origin: 'http://%zz' }, false],
    ['a cookie without origin', { cookie, host: '127.0.0.1:4000' }, false],
    ['a browser that says same-origin', { cookie, host: 'h', 'sec-fetch-site': 'same-origin' }, true],
    ['a browser that says cross-site', { cookie, host: 'h', 'sec-fetch-site': 'cross-site' }, false],
    ['a program without cookie', { host: 'h' }, true],
    ['another site without cookie (signing somebody in unasked)', { host: 'h', origin: 'https://evil.example' }, false],
    ['a bearer token from anywhere', { host: 'h', origin: 'https://evil.example', authorization: 'Bearer gj_x' }, true],
  ])('AUTH-6 %s', (_, headers, allowed) => {
    expect(originAllowed(request(headers), undefined)).toBe(allowed)
  })

  it.each<[string, IncomingHttpHeaders, boolean]>([
    ['PUBLIC_URL', { cookie, host: 'inner:4000', origin: 'https://hub.example.org' }, true],
    ['the same host without TLS', { cookie, host: 'hub.example.org', origin: 'http://hub.example.org' }, false],
    ['the machine itself', { cookie, host: 'localhost:4000', origin: 'http://localhost:4000' }, true],
  ])('AUTH-6 with PUBLIC_URL set: %s', (_, headers, allowed) => {
    expect(originAllowed(request(headers), publicUrl)).toBe(allowed)
  })
})
