import type { Editor } from '@tiptap/react'
import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { personalIn, personalTyped } from './personalTyped.ts'

/** Below the tools of a note: that this person has typed a number which belongs elsewhere, until it is gone or they have understood (VAULT-24). */
export function NotePersonal({ editor }: { readonly editor: Editor | null }) {
  const { t } = useTranslation()
  const [noticed, notice] = useState<readonly string[]>([])
  const [understood, understand] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (editor === null) return undefined
    const look = ({ transaction }: { transaction: Parameters<typeof personalTyped>[0] }): void => {
      if (!transaction.docChanged) return
      const typed = personalTyped(transaction)
      notice(known => {
        if (known.length === 0 && typed.length === 0) return known
        const there = personalIn(transaction.doc)
        return [...new Set([...known, ...typed])].filter(plain => there.has(plain))
      })
    }
    editor.on('transaction', look)
    return () => void editor.off('transaction', look)
  }, [editor])
  if (noticed.every(plain => understood.has(plain))) return null
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      title={t('contacts.stray.inNote')}
      action={
        <Button size="small" type="text" onClick={() => understand(new Set([...understood, ...noticed]))}>
          {t('contacts.stray.understood')}
        </Button>
      }
    />
  )
}
