// @vitest-environment happy-dom
import { act, cleanup, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '../../../client/app/ApiError.ts'
import { leaveLater, stillLeaving } from '../../../client/app/leaving.ts'
import { UnsavedBeforeLeaving } from '../../../client/app/UnsavedBeforeLeaving.tsx'
import { unsavedFile } from '../../../client/app/unsavedFile.ts'
import { browserStore, unsavedEdits } from '../../../client/sync/localCopies.ts'
import { readCsv } from '../../../shared/tabular/csv.ts'
import { SHEET, show } from '../page.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  localStorage.clear()
})

const WORDS = { headers: ['表格', '行', '列', '内容'], deleted: '删除了这一行' } as const

describe('before signing out', () => {
  it('PHONE-11 who left without a network is not let in again: their session is ended before anything is asked', async () => {
    const left: ('unreachable' | 'there')[] = []
    let network: 'unreachable' | 'there' = 'unreachable'
    const api = {
      remove: async () => {
        left.push(network)
        if (network === 'unreachable') throw new ApiError('unreachable')
      },
    }
    expect(await stillLeaving(api)).toBe(false)
    expect(left).toEqual([])
    leaveLater()
    expect(await stillLeaving(api)).toBe(true)
    network = 'there'
    expect(await stillLeaving(api)).toBe(false)
    expect(await stillLeaving(api)).toBe(false)
    expect(left).toEqual(['unreachable', 'there'])
  })

  it('PHONE-11 what only this device has can be taken along as a file: sheet, row, column and content in words', () => {
    const put = (shelf: 'unsaved' | 'held', row: string, column: string, value: unknown): void =>
      browserStore('ann').edits('sheet/s1', shelf).put(`${row}:${column}`, JSON.stringify({ row, column, value }))
    put('unsaved', 'r1', 'item', '口罩')
    put('unsaved', 'r1', 'urgency', 'critical')
    put('unsaved', 'r1', '_order', 'a0')
    put('unsaved', 'r2', '_gone', true)
    put('held', 'r3', 'note', '=1+1')
    browserStore('ben')
      .edits('sheet/s1', 'unsaved')
      .put('r9:item', JSON.stringify({ row: 'r9', column: 'item', value: '不是安的' }))
    localStorage.setItem('gongji-unsaved/ann/sheet/s1/r4:item', 'damaged')
    const text = unsavedFile(unsavedEdits('ann'), [SHEET], 'zh', WORDS)
    expect(readCsv(text.slice(1), 'unsaved.csv').toSorted()).toEqual(
      [
        ['表格', '行', '列', '内容'],
        ['需求', 'r1', '需求', '口罩'],
        ['需求', 'r1', '紧急程度', '特急'],
        ['需求', 'r2', '', '删除了这一行'],
        ['需求', 'r3', '备注', '=1+1'],
      ].toSorted(),
    )
  })

  it('PHONE-11 the question counts down while edits are being sent, and says when nothing is left to lose', async () => {
    vi.useFakeTimers()
    let left = 2
    show(<UnsavedBeforeLeaving member="m1" held={1} />, { services: { unsavedOn: () => left } })
    expect(screen.getByText(/还有 3 处修改只在这台设备上/)).toBeTruthy()
    expect(screen.getByRole('button', { name: '把这些修改存成文件' })).toBeTruthy()
    left = -1
    act(() => void vi.advanceTimersByTime(600))
    vi.useRealTimers()
    await waitFor(() => screen.getByText(/全部修改都已保存到服务器/))
    expect(screen.queryByRole('button')).toBeNull()
  })
})
