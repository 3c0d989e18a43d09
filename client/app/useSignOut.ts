import { useQueryClient } from '@tanstack/react-query'
import { App as AntApp } from 'antd'
import { createElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { ApiError, sentenceOf } from './ApiError.ts'
import { leaveLater } from './leaving.ts'
import { LEFT } from './queries.ts'
import { useServices } from './services.ts'
import { UnsavedBeforeLeaving } from './UnsavedBeforeLeaving.tsx'

/**
 * Signs out and deletes what this device keeps of the sheets, so that the next person at this computer finds nothing. Asks first when
 * edits would be lost with it (PAGE-19, PHONE-11).
 */
export function useSignOut(me: Me, held: number): () => void {
  const { t, i18n } = useTranslation()
  const { modal, message } = AntApp.useApp()
  const { api, clearLocalCopies, unsavedOn } = useServices()
  const client = useQueryClient()
  const leave = async (): Promise<void> => {
    try {
      await api.remove('session')
    } catch (error) {
      // Already signed out is as good. Without a network the door closes here at once and on the server before anything else is asked of it.
      if (error instanceof ApiError && error.code === 'unreachable') leaveLater()
      else if (!(error instanceof ApiError && error.code === 'not-signed-in'))
        return void message.error(sentenceOf(error, i18n))
    }
    // SignedIn takes the page off the screen, which ends its questions, and then forgets their answers.
    client.setQueryData(LEFT, true)
    client.setQueryData(['me'], null)
    await clearLocalCopies(me.member.id)
  }
  return () => {
    const unsaved = unsavedOn(me.member.id) + held
    if (unsaved === 0) return void leave()
    modal.confirm({
      title: t('frame.signOutUnsaved', { count: unsaved }),
      content: createElement(UnsavedBeforeLeaving, { member: me.member.id, held }),
      okText: t('frame.signOutAnyway'),
      okButtonProps: { danger: true },
      cancelText: t('frame.stay'),
      focusable: { autoFocusButton: 'cancel' },
      onOk: leave,
    })
  }
}
