// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { chooseTelling, RemoteEditsRegion } from '../../../client/ui/RemoteEditsRegion.tsx'
import type { CellEdit } from '../../../shared/sheet/cell.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { FakeSession } from '../FakeSession.ts'
import { show } from '../page.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  cleanup()
  chooseTelling(true)
  localStorage.clear()
  vi.useRealTimers()
})

/** A colleague's own copy of the sheet, whose edits come over as they do from the server. */
function colleague(session: FakeSession) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(session.sheet.doc))
  const sheet = new SheetDocument(doc)
  return {
    client: doc.clientID,
    edit: (edits: readonly CellEdit[]) =>
      act(() => {
        sheet.edit(edits)
        Y.applyUpdate(session.sheet.doc, Y.encodeStateAsUpdate(doc))
      }),
  }
}
const said = (): string => document.querySelector('[role="log"]')?.textContent ?? ''
const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms))

function open(language: 'zh' | 'en' = 'zh') {
  const session = new FakeSession({ a: { item: '口罩' }, b: { item: '奶粉' } })
  const ann = colleague(session)
  session.nowHere([{ client: ann.client, name: '张三', color: '#ff0000', cell: undefined }])
  show(<RemoteEditsRegion session={session} />, { language })
  return { session, ann }
}

describe('colleagues’ edits read out', () => {
  it('REACH-2 gathers edits into one sentence with the server’s name, and the next comes ten seconds later', () => {
    const { ann } = open()
    ann.edit([
      { row: 'a', column: 'unit', value: '只' },
      { row: 'a', column: 'quantity', value: 5 },
    ])
    expect(said()).toBe('')
    ann.edit([{ row: 'b', column: 'unit', value: '罐' }])
    wait(2_000)
    expect(said()).toBe('张三修改了 3 格')
    ann.edit([{ row: 'b', column: 'unit', value: '箱' }])
    ann.edit([{ row: 'c', column: '_row', value: true }])
    wait(5_000)
    expect(said()).toBe('张三修改了 3 格')
    wait(5_000)
    expect(said()).toBe('张三添加了 1 行、修改了 1 格')
  })

  it('REACH-2 one’s own edits are not read out, nor what comes with opening; who left is "a colleague"', () => {
    const { session, ann } = open('en')
    act(() => session.edit([{ row: 'a', column: 'unit', value: '只' }]))
    session.nowIs({ kind: 'waiting', count: 0 })
    ann.edit([{ row: 'a', column: 'item', value: '手套' }])
    wait(20_000)
    expect(said()).toBe('')
    session.nowIs({ kind: 'saved', at: undefined })
    act(() => session.nowHere([]))
    ann.edit([{ row: 'a', column: 'item', value: '面罩' }])
    wait(2_000)
    expect(said()).toBe('A colleague changed cells: 1')
  })

  it('REACH-2 a person may switch it off, and the device remembers', () => {
    const { ann } = open()
    act(() => chooseTelling(false))
    ann.edit([{ row: 'a', column: 'unit', value: '只' }])
    wait(20_000)
    expect(said()).toBe('')
    expect(localStorage.getItem('gongji.tellEdits')).toBe('no')
  })
})
