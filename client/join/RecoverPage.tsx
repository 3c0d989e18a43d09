import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { recoveryFace } from '../../shared/protocol/people.ts'
import { ApiError, sentenceOf } from '../app/ApiError.ts'
import { DoorPage } from '../app/DoorPage.tsx'
import { tokenOfFragment } from '../app/deepLink.ts'
import { useSignIn } from '../app/queries.ts'
import { useServices } from '../app/services.ts'
import { PasswordField } from './JoinPage.tsx'

/** `/recover#<token>`: a new password with the link a coordinator gave (JOIN-17). */
export function RecoverPage() {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const navigate = useNavigate()
  const [token] = useState(() => tokenOfFragment(location.hash))
  const face = useQuery({
    queryKey: ['recovery', token],
    gcTime: 0,
    enabled: token !== undefined,
    queryFn: () => api.post('recoveries/look', { token }, recoveryFace),
  })
  const recover = useSignIn('recoveries')
  const error = recover.error ?? face.error
  const over = token === undefined || (error instanceof ApiError && error.code === 'link-used')
  return (
    <DoorPage title={t('join.recoverTitle')}>
      {over ? <Alert type="error" showIcon role="alert" title={t('join.recoverOver')} /> : null}
      {error === null || over ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      {face.data === undefined ? (
        face.isFetching ? (
          <Spin />
        ) : null
      ) : (
        <>
          <p>{t('join.recoverLead', face.data)}</p>
          <Form<{ password: string }>
            layout="vertical"
            size="large"
            requiredMark={false}
            onFinish={({ password }) =>
              recover.mutate({ token, password }, { onSuccess: () => navigate('/', { replace: true }) })
            }
          >
            {/* So that the browser keeps the new password with the right name. */}
            <input type="text" hidden readOnly autoComplete="username" value={face.data.login} />
            <PasswordField />
            <Button type="primary" htmlType="submit" block loading={recover.isPending}>
              {t('join.recoverSubmit')}
            </Button>
          </Form>
        </>
      )}
    </DoorPage>
  )
}
