// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { Rail } from '../../../client/app/Rail.tsx'
import { ME, network, show, VIEWER } from '../page.tsx'

afterEach(() => {
  cleanup()
  localStorage.clear()
})

const [operation] = ME.operations
function rail(me: typeof ME, at: string) {
  if (operation === undefined) throw new Error('no operation')
  show(<Rail me={me} operation={operation} />, { wire: network(() => ({ body: { items: [] } })).wire, at })
}

describe('the rail', () => {
  it('PAGE-25 leads to the pages one may see, says where one is, and shows names when asked to', () => {
    rail(ME, `/o/${operation?.id}/people-activity`)
    expect(screen.getByRole('link', { name: '谁改了多少' }).getAttribute('aria-current')).toBe('page')
    expect(screen.getByRole('link', { name: '表格' }).getAttribute('aria-current')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: '展开' }))
    expect(screen.getByRole('button', { name: '收起' }).getAttribute('aria-expanded')).toBe('true')
    cleanup()
    rail(ME, `/o/${operation?.id}/s/x`)
    expect(screen.getByRole('button', { name: '收起' })).toBeTruthy()
    expect(screen.getByRole('link', { name: '表格' }).getAttribute('aria-current')).toBe('page')
  })

  it('PAGE-25 shows who may only read the pages of readers, and nobody without a part in the operation anything', () => {
    rail(VIEWER, '/')
    expect(screen.getAllByRole('link').map(link => link.textContent)).toEqual(['表格', '成员与机构'])
    cleanup()
    rail({ ...VIEWER, member: { ...VIEWER.member, memberships: [] } }, '/')
    expect(screen.queryByRole('navigation')).toBeNull()
  })
})
