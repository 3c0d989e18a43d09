// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { OpenSheet } from '../../../client/app/openSheet.ts'
import { SheetTabs } from '../../../client/app/SheetTabs.tsx'
import { ConfidentialNotice } from '../../../client/confidential/ConfidentialNotice.tsx'
import { ME, network, SHEET, show, VIEWER } from '../page.tsx'

afterEach(cleanup)

const COUNTS = { shown: 'counts', items: [{ district: '莲湖区', cluster: 'psychosocial', rows: 2 }] }
const at = (me: typeof ME): OpenSheet =>
  ({
    me,
    operation: ME.operations[0],
    sheet: SHEET,
    columns: SHEET.columns,
    zone: 'Asia/Shanghai',
  }) as unknown as OpenSheet

describe('confidential rows on the page', () => {
  it('CONF-7 who may not see them reads where how many are', async () => {
    const { wire } = network(() => ({ body: COUNTS }))
    show(<ConfidentialNotice open={at(VIEWER)} />, { wire })
    expect((await screen.findByText(/另有保密行/)).textContent).toBe('另有保密行：莲湖区 · 心理：2 行保密')
  })

  it('CONF-7 who may see them is not told of them, nor is anything asked', () => {
    const { wire, sent } = network(() => ({ body: COUNTS }))
    show(<ConfidentialNotice open={at(ME)} />, { wire })
    expect(screen.queryByText(/保密/)).toBeNull()
    expect(sent).toEqual([])
  })

  it('CONF-1 a companion is a tab with a lock and its word beside its sheet', () => {
    const companion = { ...SHEET, id: 's2', title: '需求（保密）', confidentialOf: 's1' }
    const operation = ME.operations[0]
    if (operation === undefined) throw new Error('an operation')
    show(<SheetTabs me={ME} operation={operation} sheets={[SHEET, companion]} />)
    expect(screen.getByRole('link', { name: '「需求」的保密行' }).textContent).toContain('保密行')
  })
})
