// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { StrayNotice } from '../../../client/contacts/StrayNotice.tsx'
import { StrayWatch } from '../../../client/contacts/StrayWatch.ts'
import { useStrays } from '../../../client/contacts/useStrays.ts'
import type { RowContact } from '../../../shared/protocol/contacts.ts'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { network, problemOf, type Sent, show } from '../page.tsx'

afterEach(cleanup)

const PHONE = '13800000001'
const NONE: RowContact = { contact: null, mayKeep: true }
const kept = (given: Partial<NonNullable<RowContact['contact']>> = {}): RowContact => ({
  contact: {
    id: 'c1',
    phone: '138****0001',
    name: null,
    more: [],
    organization: { id: 'o1', name: '西安联众力' },
    changedAt: '2022-01-05T07:00:00.000Z',
    mayReveal: true,
    mayCorrect: true,
    mayErase: false,
    same: 0,
    ...given,
  },
  mayKeep: true,
})

function open(contact: RowContact | 'no', texts: Readonly<Record<string, string>>) {
  const session = new FakeSession({ r1: {}, r2: {} })
  const base = openSheetOf(session)
  const watch = new StrayWatch(session, work => work())
  watch.start()
  const here = { ...base, strays: watch }
  const wire = network(({ method, path }: Sent) => {
    if (contact === 'no') return problemOf('vault-locked', 503)
    if (method === 'POST') return { body: kept() }
    return { body: path.includes('/r1/') ? contact : NONE }
  })
  const onOpen = vi.fn()
  show(<StrayNotice open={here} onOpen={onOpen} />, wire)
  act(() => session.edit(Object.entries(texts).map(([row, value]) => ({ row, column: 'note', value }))))
  const posts = () => wire.sent.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body])
  const note = (row: string) => session.sheet.value(row, 'note')
  return { session, watch, posts, note, onOpen }
}
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }))
const bar = () => screen.queryByRole('region', { name: '隐私信息提醒' })

describe('the bar about personal data in cells', () => {
  it('VAULT-22 is not there while nothing is noticed, and names the cell when something is', async () => {
    const { session } = open(NONE, { r1: '口罩 20 箱' })
    expect(bar()).toBeNull()
    act(() => session.edit([{ row: 'r1', column: 'note', value: `电话 ${PHONE}` }]))
    expect((await screen.findByRole('status')).textContent).toBe('“备注”里看起来有手机号，大家都看得到。')
  })

  it('VAULT-21 moving keeps the number first and leaves the rest of the cell', async () => {
    const { posts, note } = open(NONE, { r1: `请晚上打，电话 138-0000-0001` })
    await press(/^移到隐私信息/)
    await waitFor(() => expect(note('r1')).toBe('请晚上打'))
    expect(posts()).toEqual([['/api/v1/sheets/s1/rows/r1/contact', { phone: PHONE }]])
    expect(bar()).toBeNull()
  })

  it('VAULT-21 what cannot be kept stays in its cell, and says why', async () => {
    const { note } = open('no', { r1: PHONE })
    await press(/^移到隐私信息/)
    await waitFor(() => expect(bar()?.querySelector('.stray-why')?.textContent?.trim()).not.toBe(undefined))
    expect(note('r1')).toBe(PHONE)
  })

  it('VAULT-21 another number is replaced only after that was agreed to; the same one needs no question', async () => {
    const { posts, note } = open(kept({ phone: '139****0002' }), { r1: PHONE })
    await press(/^移到隐私信息/)
    await screen.findByText(/已登记电话 139\*\*\*\*0002/)
    expect(posts()).toEqual([])
    await press(/^换成这个/)
    await waitFor(() => expect(note('r1')).toBeNull())
    cleanup()
    const same = open(kept(), { r1: PHONE })
    await press(/^移到隐私信息/)
    await waitFor(() => expect(same.note('r1')).toBeNull())
  })

  it('VAULT-21 who may not correct is told whose the details are, and nothing is written', async () => {
    const { posts, note } = open(kept({ mayCorrect: false }), { r1: PHONE })
    await press(/^移到隐私信息/)
    await screen.findByText(/由“西安联众力”登记，您不能更正/)
    expect(screen.queryByRole('button', { name: /^移到隐私信息/ })).toBeNull()
    expect([posts(), note('r1')]).toEqual([[], PHONE])
  })

  it('VAULT-21 several numbers in one cell are for a person to tell apart', async () => {
    const { posts, onOpen } = open(NONE, { r1: `${PHONE}，13900000002` })
    await press(/^移到隐私信息/)
    await press('打开这一行')
    expect(onOpen.mock.calls).toEqual([[{ row: 'r1', column: 'note' }]])
    expect(posts()).toEqual([])
  })

  it('VAULT-22 several cells are counted, listed, and moved together', async () => {
    const { note } = open(kept({ mayCorrect: false }), { r1: PHONE, r2: PHONE })
    await screen.findByText('2 格里看起来有手机号或身份证号，大家都看得到。')
    await press('逐格查看')
    expect(screen.getAllByRole('listitem')).toHaveLength(2)
    await press('全部移到隐私信息')
    await waitFor(() => expect(note('r2')).toBeNull())
    expect(note('r1')).toBe(PHONE)
    await screen.findByText(/由“西安联众力”登记/)
  })

  it('VAULT-22 what is left where it is takes the bar away and writes nothing', async () => {
    const { posts, note } = open(NONE, { r1: PHONE })
    await press(/^就留在这里/)
    expect(bar()).toBeNull()
    expect([posts(), note('r1')]).toEqual([[], PHONE])
  })

  it('VAULT-22 watches only for who may keep details and may write', async () => {
    const watches: StrayWatch[] = []
    const Here = ({ session, may }: { readonly session: FakeSession; readonly may: boolean }) => {
      watches.push(useStrays(session, may))
      return null
    }
    const session = new FakeSession({ r1: {} })
    show(<Here session={session} may={false} />)
    show(<Here session={session} may={true} />)
    session.edit([{ row: 'r1', column: 'note', value: PHONE }])
    await waitFor(() => expect(watches.at(-1)?.strays.get()).toHaveLength(1))
    expect(watches[0]?.strays.get()).toEqual([])
  })
})
