import { useMutation } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { elsewhereStart } from '../../shared/protocol/people.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useHub } from '../app/queries.ts'
import { useServices } from '../app/services.ts'

/** On the sign-in page, where the hub knows an OpenID Connect provider: leads there (JOIN-20). */
export function OutsideButton() {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const { data: hub } = useHub()
  const start = useMutation({
    mutationFn: () => api.post('outside/start', {}, elsewhereStart),
    onSuccess: ({ address }) => location.assign(address),
  })
  if (hub?.outside === undefined) return null
  return (
    <>
      {start.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(start.error, i18n)} />}
      <Button size="large" block loading={start.isPending || start.isSuccess} onClick={() => start.mutate()}>
        {t('join.outside', { name: hub.outside.name })}
      </Button>
    </>
  )
}
