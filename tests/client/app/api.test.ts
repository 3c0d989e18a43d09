// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ApiError, sentenceOf } from '../../../client/app/ApiError.ts'
import { createApi } from '../../../client/app/api.ts'
import { createTranslations } from '../../../client/i18n/language.ts'
import { network, problemOf } from '../page.tsx'

const thing = z.object({ id: z.string() })
const failure = async (work: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`)
  return error
}

describe('the page speaks HTTP', () => {
  it('PAGE-4 an answer is parsed by its schema', async () => {
    const api = createApi(network(() => ({ body: { id: 'x', more: 1 } })).wire)
    expect(await api.get('things', thing)).toEqual({ id: 'x' })
  })

  it('PAGE-4 an answer of another shape is not passed on', async () => {
    const api = createApi(network(() => ({ body: { id: 7 } })).wire)
    expect((await failure(api.get('things', thing))).code).toBe('unreadable')
  })

  it('PAGE-4 each POST has a key of its own, a repeated one the same', async () => {
    const { wire, sent } = network(() => ({ body: { id: 'x' } }))
    const api = createApi(wire)
    await api.post('things', {}, thing)
    await api.post('things', {}, thing)
    await api.post('things', {}, thing, 'mine')
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'))
    expect(keys[2]).toBe('mine')
    expect(keys[0]).toBeTruthy()
    expect(keys[0]).not.toBe(keys[1])
  })

  it('PAGE-4 a file goes as it is, its name percent-encoded', async () => {
    const { wire, sent } = network(() => ({ body: { id: 'x' } }))
    const parts: number[] = []
    await createApi(wire).upload('sheets/s/imports', new File(['a,b'], '需求 表.csv'), thing, part => parts.push(part))
    expect(decodeURIComponent(sent[0]?.headers.get('x-file-name') ?? '')).toBe('需求 表.csv')
    expect(sent[0]?.body).toBe('a,b')
    expect(parts).toEqual([0.5])
  })

  it('PAGE-5 a problem is told in the language on screen, naming the thing', async () => {
    const api = createApi(network(() => problemOf('no-right', 403, '需求')).wire)
    const error = await failure(api.get('things', thing))
    expect(error.code).toBe('no-right')
    expect(sentenceOf(error, createTranslations('zh'))).toBe('您没有权限做这件事。 需求')
    expect(sentenceOf(error, createTranslations('en'))).toBe('You may not do this. 需求')
  })

  it('PAGE-5 no answer and a foreign answer are told apart', async () => {
    const gone = await failure(createApi(network(() => 'unreachable').wire).get('things', thing))
    const foreign = await failure(createApi(network(() => ({ status: 502, body: '<html>' })).wire).get('things', thing))
    expect([gone.code, foreign.code]).toEqual(['unreachable', 'unreadable'])
    const texts = createTranslations('zh')
    expect(sentenceOf(gone, texts)).toContain('连不上服务器')
    expect(sentenceOf(foreign, texts)).toContain('无法识别')
  })
})
