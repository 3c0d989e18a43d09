import { DownloadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import { useLanguage } from '../i18n/language.ts'
import { saveFile } from '../ui/saveFile.ts'
import { useServices } from './services.ts'

/** Milliseconds between two looks at what is left to send. */
const PACE = 500

/** In the question before signing out: what would be lost, counting down while it is being sent, and a way to take it along. */
export function UnsavedBeforeLeaving({ member, held }: { readonly member: string; readonly held: number }) {
  const { t } = useTranslation()
  const { unsavedOn, unsavedEdits } = useServices()
  const language = useLanguage()
  const client = useQueryClient()
  const [count, setCount] = useState(() => unsavedOn(member) + held)
  useEffect(() => {
    const timer = setInterval(() => setCount(unsavedOn(member) + held), PACE)
    return () => clearInterval(timer)
  }, [unsavedOn, member, held])
  const download = async (): Promise<void> => {
    const { unsavedFile } = await import('./unsavedFile.ts')
    const sheets = client.getQueryData<readonly SheetInfo[]>(['sheets']) ?? []
    const text = unsavedFile(unsavedEdits(member), sheets, language, {
      headers: [t('phone.fileSheet'), t('phone.fileRow'), t('phone.fileColumn'), t('phone.fileText')],
      deleted: t('history.deleted'),
    })
    saveFile(t('phone.fileName'), new Blob([text], { type: 'text/csv' }))
  }
  if (count === 0) return <p role="status">{t('phone.nothingLeft')}</p>
  return (
    <>
      <p role="status">{t('phone.left', { count })}</p>
      <p>{t('frame.signOutUnsavedHint')}</p>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => void download()}>
        {t('phone.takeAlong')}
      </Button>
    </>
  )
}
