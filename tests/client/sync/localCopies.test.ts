// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { browserStore, clearLocalCopies, unsavedOn } from '../../../client/sync/localCopies.ts'

async function kept(member: string, document: string): Promise<unknown> {
  const doc = new Y.Doc()
  const copy = browserStore(member).copy(document, doc)
  await copy.loaded
  const value = doc.getMap('cells').toJSON()
  await copy.stop()
  return value
}

async function keep(member: string, document: string, value: string): Promise<void> {
  const doc = new Y.Doc()
  const copy = browserStore(member).copy(document, doc)
  await copy.loaded
  doc.getMap('cells').set('a', value)
  await copy.stop()
}

describe('what this device keeps', () => {
  beforeEach(async () => {
    for (const member of ['ann', 'ben']) await clearLocalCopies(member)
    localStorage.clear()
  })

  it('SYNC-20 a sheet is there again on the next visit, for its own member only', async () => {
    await keep('ann', 'sheet/a', 'of Ann')
    expect(await kept('ann', 'sheet/a')).toEqual({ a: 'of Ann' })
    expect(await kept('ben', 'sheet/a')).toEqual({})
  })

  it('SYNC-20 unsaved edits are written at once, by member and document', () => {
    const shelf = browserStore('ann').edits('sheet/a', 'unsaved')
    shelf.put('r1:note', 'one')
    shelf.put('r2:note', 'two')
    browserStore('ann').edits('sheet/a', 'held').put('h', 'held')
    browserStore('ann').edits('sheet/ab', 'unsaved').put('r1:note', 'elsewhere')
    expect([...browserStore('ann').edits('sheet/a', 'unsaved').all()].sort()).toEqual([
      ['r1:note', 'one'],
      ['r2:note', 'two'],
    ])
    expect(unsavedOn('ann')).toBe(3)
    expect(unsavedOn('an')).toBe(0)
    shelf.remove('r1:note')
    expect(unsavedOn('ann')).toBe(2)
  })

  it('SYNC-23 signing out leaves nothing of a member on the device, and everything of the others', async () => {
    await keep('ann', 'sheet/a', 'of Ann')
    await keep('ann', 'sheet/b', 'of Ann too')
    await keep('ben', 'sheet/a', 'of Ben')
    for (const member of ['ann', 'ben'])
      for (const shelf of ['unsaved', 'held'] as const) browserStore(member).edits('sheet/a', shelf).put('k', member)
    await clearLocalCopies('ann')
    expect(Object.keys(localStorage).filter(name => name.includes('ann'))).toEqual([])
    expect(await kept('ann', 'sheet/a')).toEqual({})
    expect(await kept('ann', 'sheet/b')).toEqual({})
    expect(await kept('ben', 'sheet/a')).toEqual({ a: 'of Ben' })
    expect([...browserStore('ben').edits('sheet/a', 'held').all()]).toEqual([['k', 'ben']])
  })

  it('SYNC-24 a document that has to start afresh leaves no copy', async () => {
    const doc = new Y.Doc()
    const copy = browserStore('ann').copy('sheet/a', doc)
    await copy.loaded
    doc.getMap('cells').set('a', 'old')
    await copy.erase()
    expect(await kept('ann', 'sheet/a')).toEqual({})
  })
})
