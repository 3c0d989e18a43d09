// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { guardedSession } from '../../../client/guard/guardedSession.ts'
import { useGuardDesk } from '../../../client/guard/useGuardDesk.tsx'
import type { SheetSession } from '../../../client/sync/session.ts'
import { BRAKE } from '../../../shared/domain/brake.ts'
import type { Me } from '../../../shared/protocol/http.ts'
import { FakeSession } from '../FakeSession.ts'
import { ME, network, problemOf, type Sent, SHEET, show } from '../page.tsx'

afterEach(cleanup)

const EDITOR: Me = { ...ME, member: { ...ME.member, memberships: [{ operation: 'op1', roles: ['editor'] }] } }
const names = Array.from({ length: BRAKE.overwritten + 1 }, (_, i) => `r${i}`)
const WEIGHT = { emptied: 0, overwritten: names.length, others: names.length, refused: 'mass-overwrite' }

/** A sheet others have filled in, behind the desk of this person. */
function open(me: Me, answer: (sent: Sent) => ReturnType<Parameters<typeof network>[0]>, sheet = SHEET) {
  const inner = new FakeSession(Object.fromEntries(names.map(id => [id, { item: '口罩' }])))
  inner.sheet.doc.clientID++
  const { wire, sent } = network(answer)
  let session: SheetSession = inner
  const Person = () => {
    session = guardedSession(inner, useGuardDesk(sheet, me))
    return null
  }
  show(<Person />, { wire })
  return { inner, sent, session }
}
const overwriteAll = (session: SheetSession): void =>
  session.edit(names.map(row => ({ row, column: 'item', value: '改' })))

describe('the desk before a sheet', () => {
  it('GUARD-8 who may is shown how much of whose it is, and confirms one command that can be undone', async () => {
    const { inner, sent, session } = open(ME, ({ path }) =>
      path.endsWith('/weight') ? { body: WEIGHT } : { body: { written: names.length } },
    )
    overwriteAll(session)
    fireEvent.click(await screen.findByRole('button', { name: /确认修改/ }))
    await waitFor(() => expect(sent.map(({ path }) => path)).toContain('/api/v1/sheets/s1/bulk-edits'))
    expect(document.body.textContent).toMatch(/您将改写 1,001 格，其中 1,001 格是别人填的/)
    expect(inner.wishes).toEqual([])
    // The command comes back as everybody gets it; from then on it can be taken back.
    await screen.findByText(/已修改 1,001 格/)
    inner.arrive(names.map(row => ({ row, column: 'item', value: '改' })))
    expect(session.nextUndo()?.cells).toHaveLength(names.length)
    session.undo()
    expect(session.sheet.value('r5', 'item')).toBe('口罩')
  })

  it('GUARD-8 who may not is told why, and keeps the texts', async () => {
    const { inner, session } = open(EDITOR, () => ({ body: WEIGHT }))
    overwriteAll(session)
    await screen.findByText(/一分钟内改写了太多别人填的单元格/)
    expect(session.held()).toHaveLength(names.length)
    expect(session.held()[0]).toMatchObject({ row: 'r0', value: '改', code: 'mass-overwrite' })
    expect(inner.wishes).toEqual([])
  })

  it('GUARD-8 what the server would let through is written, whatever this tab took it for', async () => {
    const { session } = open(EDITOR, () => ({ body: { emptied: 0, overwritten: names.length, others: 0 } }))
    overwriteAll(session)
    await waitFor(() => expect(session.sheet.value('r9', 'item')).toBe('改'))
    expect(session.held()).toEqual([])
  })

  it('GUARD-9 a suggestion that could not be handed in is kept with its text', async () => {
    const waiting = { ...SHEET, waits: true as const }
    const { session } = open(EDITOR, () => problemOf('overloaded', 503), waiting)
    session.edit([{ row: 'r0', column: 'item', value: '我的修改' }])
    await waitFor(() => expect(session.held()).toHaveLength(1))
    expect(session.held()[0]).toMatchObject({ value: '我的修改', code: 'waits-for-nod' })
    expect(session.sheet.value('r0', 'item')).toBe('口罩')
  })
})
