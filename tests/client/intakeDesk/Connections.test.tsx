// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { App } from 'antd'
import { afterEach, describe, expect, it } from 'vitest'
import { createTranslations } from '../../../client/i18n/language.ts'
import { Connections } from '../../../client/intakeDesk/Connections.tsx'
import type { Reader } from '../../../client/intakeDesk/words.ts'
import type { Connection } from '../../../shared/protocol/intakeConnections.ts'
import { network, type Sent, SHEET, show } from '../page.tsx'

afterEach(cleanup)

const CONNECTION: Connection = {
  id: 'w1',
  sheet: 's1',
  name: '金数据',
  fields: ['serial_number', '需求', 'field_4'],
  mapping: { field_4: { to: 'detail', detail: 'phone' } },
  closed: false,
  waiting: 2,
  lastAt: '2022-01-05T07:50:00.000Z',
}

function open() {
  const answer = ({ method, path }: Sent) => {
    if (path.endsWith('/preview'))
      return {
        body: {
          items: [
            {
              submission: 'a',
              fields: { serial_number: '7', 需求: '医用外科口罩', field_4: '***' },
              cells: { item: '医用外科口罩' },
              details: ['phone'],
              signs: [],
            },
          ],
        },
      }
    if (path.endsWith('/intake-connections/w1')) return { body: { connection: CONNECTION, renewed: 2 } }
    if (method === 'POST') return { body: { connection: { ...CONNECTION, id: 'w2' }, secret: 'shown-once' } }
    return { body: { items: [CONNECTION] } }
  }
  const { wire, sent } = network(answer)
  const reader: Reader = { t: createTranslations('zh').t, language: 'zh', zone: 'Asia/Shanghai' }
  show(
    <App>
      <Connections operation="op1" sheets={[SHEET]} reader={reader} />
    </App>,
    { wire },
  )
  fireEvent.click(screen.getByRole('button', { name: /外部接入/ }))
  return sent
}

describe('connections', () => {
  it('INTAKE-18 fields go where they are said to, beside what came and what would be written', async () => {
    const sent = open()
    fireEvent.click(await screen.findByText('金数据'))
    expect(await screen.findByText('医用外科口罩')).toBeTruthy()
    expect(await screen.findByText('需求 医用外科口罩 · 电话 ✓')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '保存，并重读待处理的内容' }))
    expect(await screen.findByText('已保存，重读了 2 条')).toBeTruthy()
    expect(sent.find(({ path }) => path.endsWith('/intake-connections/w1'))?.body).toEqual({
      mapping: {
        serial_number: { to: 'nothing' },
        需求: { to: 'column', column: 'item' },
        field_4: { to: 'detail', detail: 'phone' },
      },
    })
  })

  it('INTAKE-18 a new way in shows its secret once, in the two ways services take it', async () => {
    const sent = open()
    fireEvent.change(await screen.findByLabelText('名称'), { target: { value: '金数据二' } })
    fireEvent.click(screen.getByRole('button', { name: /建\s?立/ }))
    expect(await screen.findByText(/gongji:shown-once@/)).toBeTruthy()
    expect(screen.getByText(/X-Gongji-Secret: shown-once/)).toBeTruthy()
    await waitFor(() =>
      expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ sheet: 's1', name: '金数据二' }),
    )
  })
})
