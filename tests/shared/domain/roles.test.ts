import { describe, expect, it } from 'vitest'
import { ACTIONS, type Action, can, canGive, ROLES, type Role, sees } from '../../../shared/domain/roles.ts'

const actor = (role: Role) => ({ id: 'm', roles: new Map([['here', new Set([role])]]) })
const rights = (role: Role): Action[] => ACTIONS.filter(action => can(actor(role), action, { operation: 'here' }))
const CHANGES: readonly Action[] = ACTIONS.filter(action => !/\.(read|export)$/.test(action))

describe('rights', () => {
  it('ROLE-1 grow from viewer over editor and coordinator to admin, who may all', () => {
    for (const [less, more] of [
      ['viewer', 'editor'],
      ['editor', 'coordinator'],
      ['coordinator', 'admin'],
      ['auditor', 'admin'],
    ] as const)
      expect(rights(more)).toEqual(expect.arrayContaining(rights(less)))
    expect(rights('admin')).toEqual([...ACTIONS])
    expect(rights('verifier')).toContain('sheet.edit')
    expect(rights('dispatcher')).toContain('sheet.edit')
  })

  it('ROLE-3 are handed on by who holds them; a coordinator brings in verifiers and does not verify', () => {
    const gives = (role: Role, given: Role) =>
      rights(given).every(action => canGive(actor(role), action, { operation: 'here' }))
    expect(rights('coordinator')).not.toContain('verification.set')
    expect((['viewer', 'editor', 'verifier', 'dispatcher'] as const).map(role => gives('coordinator', role))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect([gives('coordinator', 'admin'), gives('editor', 'verifier'), gives('verifier', 'coordinator')]).toEqual([
      false,
      false,
      false,
    ])
    expect(canGive(actor('coordinator'), 'verification.set', { operation: 'elsewhere' })).toBe(false)
  })

  it('ROLE-1 let viewer and auditor change nothing', () => {
    expect(rights('viewer').filter(action => CHANGES.includes(action))).toEqual([])
    expect(rights('auditor').filter(action => CHANGES.includes(action))).toEqual([])
    expect(rights('auditor')).toContain('sheet.export')
  })

  it('ROLE-1 hold in the operation they were given in and nowhere else', () => {
    for (const role of ROLES)
      for (const action of ACTIONS) expect(can(actor(role), action, { operation: 'elsewhere' })).toBe(false)
  })

  it('CONF-3 whoever may look over a whole operation may see confidential rows', () => {
    const wide = [
      'activity.read',
      'edit.revert',
      'column.edit',
      'contact.export',
      'reveal.read',
      'row.confide',
    ] as const
    for (const role of ROLES)
      if (wide.some(action => rights(role).includes(action)))
        expect(sees(actor(role), { operation: 'here', confidential: true }), role).toBe(true)
  })

  it('CONF-1 confidential rows are there for verifier, coordinator, auditor and admin, with the rights they have', () => {
    const secret = { operation: 'here', confidential: true }
    expect(ROLES.filter(role => sees(actor(role), secret))).toEqual(['verifier', 'coordinator', 'auditor', 'admin'])
    for (const role of ROLES)
      for (const action of ACTIONS)
        expect(can(actor(role), action, secret)).toBe(sees(actor(role), secret) && rights(role).includes(action))
  })
})
