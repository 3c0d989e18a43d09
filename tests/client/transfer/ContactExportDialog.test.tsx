// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ContactExportDialog } from '../../../client/transfer/ContactExportDialog.tsx'
import { TRANSFER_COMMANDS } from '../../../client/transfer/commands.ts'
import { ExportMenu } from '../../../client/transfer/ExportMenu.tsx'
import { openSheetOf } from '../commands/openSheet.ts'
import { FakeSession } from '../FakeSession.ts'
import { ME, network, problemOf, type Sent, SHEET, show, VIEWER } from '../page.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function open(answer: (sent: Sent) => ReturnType<Parameters<typeof network>[0]>) {
  const saved: { name: string; content: Blob | MediaSource }[] = []
  vi.spyOn(URL, 'createObjectURL').mockImplementation(content => {
    saved.push({ name: content instanceof File ? content.name : '', content })
    return 'blob:saved'
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
  const names: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download)
  })
  const net = network(answer)
  const onClose = vi.fn()
  show(<ContactExportDialog sheet={SHEET} onClose={onClose} />, { wire: net.wire })
  const say = (reason: string) =>
    fireEvent.change(screen.getByLabelText('为什么导出、交给谁（必填）'), { target: { value: reason } })
  const go = () => screen.getByRole('button', { name: /导\s?出/ })
  return { ...net, saved, names, onClose, say, go }
}

describe('a file with personal details', () => {
  it('VAULT-25 is made after a reason was given, saved, and the dialog says that it is logged', async () => {
    const { sent, names, saved, onClose, say, go } = open(() => ({ body: { any: 'bytes' } }))
    expect(screen.getByText(/原因和人数会被记录/)).toBeTruthy()
    expect(go().hasAttribute('disabled')).toBe(true)
    say('   了 ')
    expect(go().hasAttribute('disabled')).toBe(true)
    say(' 交给社区送药 ')
    fireEvent.click(screen.getByLabelText('CSV 文件（.csv）'))
    fireEvent.click(go())
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce())
    expect(sent.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/api/v1/sheets/s1/contact-exports', { format: 'csv', language: 'zh', reason: '交给社区送药' }],
    ])
    expect(names).toEqual(['需求.csv'])
    expect(saved).toHaveLength(1)
  })

  it('VAULT-25 a refusal is told in the dialog and nothing is saved', async () => {
    const { saved, onClose, say, go } = open(() => problemOf('vault-locked', 503))
    say('交给社区送药')
    fireEvent.click(go())
    await screen.findByRole('alert')
    expect(saved).toEqual([])
    expect(onClose).not.toHaveBeenCalled()
    expect(screen.getByLabelText<HTMLTextAreaElement>('为什么导出、交给谁（必填）').value).toBe('交给社区送药')
  })

  it('VAULT-25 is offered to who may have it, in the menu and among the commands', async () => {
    const onDetails = vi.fn()
    show(<ExportMenu sheetId="s1" onDetails={onDetails} />)
    fireEvent.click(screen.getByRole('button', { name: '导出' }))
    fireEvent.click(await screen.findByText('带联系方式导出…'))
    expect(onDetails).toHaveBeenCalledOnce()
    cleanup()
    show(<ExportMenu sheetId="s1" />)
    fireEvent.click(screen.getByRole('button', { name: '导出' }))
    await screen.findByText('CSV 文件（.csv）')
    expect(screen.queryByText('带联系方式导出…')).toBeNull()
    const command = TRANSFER_COMMANDS.find(({ id }) => id === 'data.contactExport')
    const session = new FakeSession({ r1: {} })
    const sees = [ME, VIEWER].map(me => command?.visible?.({ ...openSheetOf(session), me }))
    expect(sees).toEqual([true, false])
  })
})
