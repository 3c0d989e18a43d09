import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Spin } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { DoorPage } from '../app/DoorPage.tsx'
import { useSignOut } from '../app/useSignOut.ts'

/** How often the page asks whether somebody has approved, ms. */
const PACE = 5_000

/** For who is in no operation: they wait to be let in, were not, or nobody asked them in (JOIN-7). Goes on by itself once they are in. */
export function WaitingPage({ me }: { readonly me: Me }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const signOut = useSignOut(me, 0)
  const waiting = me.waiting ?? []
  const pending = waiting.filter(({ declined }) => !declined)
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ['me'] }), PACE)
    return () => clearInterval(timer)
  }, [client])
  return (
    <DoorPage title={pending.length > 0 ? t('join.waitTitle') : t('sheet.noOperations')}>
      {pending.length > 0 ? (
        <div role="status">
          <p>{t('join.waitLead')}</p>
          {pending.map(({ operation }) =>
            operation === null ? null : <p key={operation}>{t('join.waitFor', { operation })}</p>,
          )}
          <p>
            <Spin size="small" /> {me.member.name}
          </p>
        </div>
      ) : (
        <p>{t('sheet.noOperationsHint')}</p>
      )}
      {waiting
        .filter(({ declined }) => declined)
        .map(({ operation }) => (
          <Alert key={operation} type="warning" showIcon title={t('join.declined', { operation: operation ?? '' })} />
        ))}
      <Button block onClick={signOut}>
        {t('join.out')}
      </Button>
    </DoorPage>
  )
}
