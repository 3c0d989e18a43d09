// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { EmptySheet } from '../../../client/grid/EmptySheet.tsx'
import { SheetView } from '../../../client/grid/SheetView.ts'
import type { SheetActions } from '../../../client/grid/sheetActions.ts'
import type { SaveState } from '../../../client/sync/session.ts'
import { SheetDocument } from '../../../shared/sheet/SheetDocument.ts'
import { FakeSession } from '../FakeSession.ts'
import { show } from '../page.tsx'

afterEach(cleanup)

const WAITING: SaveState = { kind: 'waiting', count: 0 }

/** A session whose sheet has not come. */
class WithoutSheet extends FakeSession {
  readonly #none = new SheetDocument(new Y.Doc())
  override get sheet(): SheetDocument {
    return this.#none
  }
  override readonly saveState = (): SaveState => WAITING
}

const cover = (session: FakeSession) => {
  const actions = { addRow: vi.fn() } as unknown as SheetActions
  return show(<EmptySheet view={new SheetView(session)} kind="needs" actions={actions} onImport={undefined} />)
}

describe('a grid without rows', () => {
  it('PAGE-15 a sheet that has not come is not called empty, and nothing can be added to it', () => {
    cover(new WithoutSheet({}))
    expect(screen.getByText('这台设备上没有这张表的副本。联网后就会打开。')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('PAGE-15 who may only read is not asked to add the first row', () => {
    cover(new FakeSession({}, 'reading'))
    expect(screen.getByText('这张表还没有内容。')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })
})
