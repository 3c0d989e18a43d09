import { describe, expect, it } from 'vitest'
import { seedDemo } from '../../../server/demo/seedDemo.ts'
import { ROLES } from '../../../shared/domain/roles.ts'
import { operationIn, testHub } from '../testHub.ts'

describe('the demo operation', { timeout: 30_000 }, () => {
  it('CLI-8 holds the real needs and supplies and one member a role; begun again it makes nothing twice', async () => {
    const test = await testHub()
    const { store, rooms, services } = test.hub
    const { sheets: made, verifications } = services
    const parts = { db: store.db, rooms, sheets: made, verifications, now: Date.now() }
    const members = await seedDemo(parts)
    expect(members.map(({ role }) => role)).toEqual([...ROLES])
    const sheets = () => test.operator<{ items: object[] }>('GET', '/sheets')
    expect((await sheets()).items).toMatchObject([
      { kind: 'needs', rowCount: 2095 },
      { kind: 'supplies', rowCount: 46 },
    ])
    const before = [
      await sheets(),
      await test.operator('GET', '/members'),
      await test.operator('GET', '/organizations'),
    ]
    expect(await seedDemo(parts)).toEqual(members)
    expect([
      await sheets(),
      await test.operator('GET', '/members'),
      await test.operator('GET', '/organizations'),
    ]).toEqual(before)
    expect((await test.ask('GET', '/hub')).json).toMatchObject({ setUpNeeded: false })
    const token = await services.sessions.offerLink(members[4]?.id ?? '', Date.now() + 1000)
    expect((await test.ask('POST', '/links', { json: { token } })).json).toMatchObject({
      member: { name: '协调员（演示）' },
    })
  })

  it('CLI-8 is not mixed into a real operation', async () => {
    const test = await testHub()
    await operationIn(test, '甲')
    const { store, rooms, services } = test.hub
    const seeding = seedDemo({
      db: store.db,
      rooms,
      sheets: services.sheets,
      verifications: services.verifications,
      now: Date.now(),
    })
    await expect(seeding).rejects.toMatchObject({ code: 'conflict', detail: expect.stringContaining('甲') })
  })
})
