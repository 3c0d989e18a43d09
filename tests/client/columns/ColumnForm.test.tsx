// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ColumnForm } from '../../../client/columns/ColumnForm.tsx'
import { draftOf, wishOf } from '../../../client/columns/columnDraft.ts'
import type { Column } from '../../../shared/schema/column.ts'
import { network, show } from '../page.tsx'

afterEach(cleanup)

const CHOICE: Column = {
  id: 'ownx',
  label: { zh: '派车', en: 'Vehicle' },
  kind: {
    type: 'choice',
    choices: [
      { value: 'a', label: { zh: '未派', en: 'Not yet' }, color: 'red' },
      { value: 'b', label: { zh: '已派', en: 'Sent' } },
      { value: 'c', label: { zh: '旧的', en: 'Old' }, retired: true },
    ],
  },
  own: true,
}

describe('the form of a column', () => {
  it('COL-2 a label that asks for names or numbers of persons is warned about', () => {
    show(<ColumnForm sheet="s1" column={undefined} onClose={() => undefined} />)
    const label = screen.getByLabelText('列名')
    fireEvent.change(label, { target: { value: '联系电话' } })
    expect(screen.getByRole('alert').textContent).toMatch(/不应放在共享表格里/)
    fireEvent.change(label, { target: { value: '车牌' } })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('COL-3 one language stands for both, and what was chosen is what is sent', async () => {
    const { wire, sent } = network(() => ({ body: { columns: [], removed: [] } }))
    let closed = 0
    show(<ColumnForm sheet="s1" column={undefined} onClose={() => void closed++} />, { wire })
    fireEvent.change(screen.getByLabelText('列名'), { target: { value: '车牌' } })
    fireEvent.click(screen.getByRole('button', { name: /保\s*存/ }))
    await waitFor(() => expect(closed).toBe(1))
    expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({
      label: { zh: '车牌', en: '车牌' },
      kind: { type: 'text' },
      required: false,
    })
  })

  it('COL-5 a change that does not fit everything is shown first and done only when confirmed', async () => {
    const preview = {
      filled: 3,
      converted: 1,
      misfits: 1,
      examples: [{ row: 'r', value: '很远', reason: 'not-a-number' }],
    }
    const { wire, sent } = network(({ path }) => ({
      body: path.endsWith('/preview') ? preview : { columns: [], removed: [] },
    }))
    let closed = 0
    show(<ColumnForm sheet="s1" column={CHOICE} onClose={() => void closed++} />, { wire })
    fireEvent.click(screen.getByRole('button', { name: /保\s*存/ }))
    expect((await screen.findByRole('alert')).textContent).toMatch(/1 格会转换.*1 格不符合.*很远 – 不是数字/s)
    expect(sent.map(({ path }) => path)).toEqual(['/api/v1/sheets/s1/columns/preview'])
    fireEvent.click(screen.getByRole('button', { name: /仍然保存/ }))
    await waitFor(() => expect(closed).toBe(1))
    expect(sent.some(({ path }) => path === '/api/v1/sheets/s1/columns/change')).toBe(true)
  })

  it('COL-6 a form opened and saved as it was keeps choices and colours, and offers no retired one', () => {
    const { kind } = CHOICE
    const kept = kind.type === 'choice' ? kind.choices.slice(0, 2) : []
    expect(wishOf(draftOf(CHOICE))).toEqual({
      label: CHOICE.label,
      kind: { type: 'choice', choices: kept },
      required: false,
    })
  })
})
