import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Navigate, useLocation } from 'react-router'
import { OutsideButton } from '../join/OutsideButton.tsx'
import { ApiError, sentenceOf } from './ApiError.ts'
import { DoorPage } from './DoorPage.tsx'
import { pathAfterSignIn } from './deepLink.ts'
import { useMe, useSignIn } from './queries.ts'
import { ShellMessage } from './ShellMessage.tsx'

interface Fields {
  readonly login: string
  readonly password: string
}

/** Signing in by name and password; afterwards the person is where they wanted to go. */
export function SignInPage() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const signIn = useSignIn('session')
  const { search } = useLocation()
  if (me.data) return <Navigate to={pathAfterSignIn(search)} replace />
  if (me.error instanceof ApiError && me.error.code === 'unreachable')
    return <ShellMessage kind="failed" error={me.error} onRetry={() => void me.refetch()} />
  return (
    <DoorPage title={t('signIn.title')}>
      {new URLSearchParams(search).has('expired') ? (
        <Alert type="warning" showIcon title={t('signIn.expired')} />
      ) : null}
      {signIn.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(signIn.error, i18n)} />
      )}
      <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={fields => signIn.mutate(fields)}>
        <Form.Item
          name="login"
          label={t('signIn.login')}
          rules={[{ required: true, message: t('signIn.loginMissing') }]}
        >
          <Input autoComplete="username" autoFocus autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </Form>
      <OutsideButton />
      <p className="quiet">{t('signIn.help')}</p>
    </DoorPage>
  )
}
