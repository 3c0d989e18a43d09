import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Me } from '../../shared/protocol/http.ts'
import { type InvitationFace, invitationFace, PASSWORD_LENGTH } from '../../shared/protocol/people.ts'
import { ApiError, sentenceOf } from '../app/ApiError.ts'
import { DoorPage } from '../app/DoorPage.tsx'
import { tokenOfFragment } from '../app/deepLink.ts'
import { useMe, useSignIn } from '../app/queries.ts'
import { useServices } from '../app/services.ts'
import { useRoleNames } from '../members/RoleSelect.tsx'

/** `/join#<token>`: what one joins, and three fields; who has an account joins with it (JOIN-19). The token leaves the fragment in a body only. */
export function JoinPage() {
  const { t } = useTranslation()
  const { api } = useServices()
  const [token] = useState(() => tokenOfFragment(location.hash))
  const face = useQuery({
    queryKey: ['invitation', token],
    gcTime: 0,
    enabled: token !== undefined,
    queryFn: () => api.post('joins/look', { token }, invitationFace),
  })
  const me = useMe()
  if (token === undefined) return <Refused text={t('join.noToken')} />
  if (face.error !== null) return <Failed error={face.error} />
  if (face.data === undefined || me.data === undefined)
    return (
      <DoorPage title={t('join.opening')}>
        <Spin />
      </DoorPage>
    )
  return <Joining token={token} face={face.data} me={me.data} />
}

function Refused({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <DoorPage title={t('app.notFound')}>
      <Alert type="error" showIcon role="alert" title={text} />
    </DoorPage>
  )
}

function Failed({ error }: { readonly error: Error }) {
  const { t, i18n } = useTranslation()
  const over = error instanceof ApiError && error.code === 'link-used'
  return <Refused text={over ? t('join.over') : sentenceOf(error, i18n)} />
}

interface JoiningProps {
  readonly token: string
  readonly face: InvitationFace
  readonly me: Me | null
}

function Joining({ token, face, me }: JoiningProps) {
  const { t } = useTranslation()
  const names = useRoleNames()
  const [account, setAccount] = useState(false)
  return (
    <DoorPage title={t('join.title', { operation: face.operation })}>
      <p>
        {t('join.lead', { organization: face.organization, roles: names(face.roles) })}
        {face.approve ? <> {t('join.leadApprove')}</> : null}
      </p>
      {me !== null ? (
        <JoinAs token={token} face={face} me={me} />
      ) : account ? (
        <SignInToJoin />
      ) : (
        <NewAccount token={token} face={face} />
      )}
      {me !== null ? null : (
        <Button type="link" block onClick={() => setAccount(!account)}>
          {t(account ? 'join.haveNot' : 'join.have')}
        </Button>
      )}
    </DoorPage>
  )
}

interface Fields {
  readonly name: string
  readonly login: string
  readonly password: string
}

function NewAccount({ token, face }: Pick<JoiningProps, 'token' | 'face'>) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const join = useSignIn('joins')
  const [form] = Form.useForm<Fields>()
  const taken = join.error instanceof ApiError && join.error.code === 'conflict'
  useEffect(() => {
    if (taken) form.setFields([{ name: 'login', errors: [t('join.loginTaken')] }])
  }, [taken, form, t])
  const submit = (fields: Fields): void =>
    join.mutate({ token, ...fields }, { onSuccess: () => navigate('/', { replace: true }) })
  return (
    <>
      {join.error === null || taken ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(join.error, i18n)} />
      )}
      <Form<Fields>
        form={form}
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={submit}
        onValuesChange={({ name }) => {
          if (name !== undefined && !form.isFieldTouched('login')) form.setFieldValue('login', name.replace(/\s/g, ''))
        }}
      >
        <Form.Item
          name="name"
          label={t('join.name')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('join.missing') }]}
        >
          <Input autoComplete="name" autoFocus placeholder={t('join.nameHint')} />
        </Form.Item>
        <Form.Item
          name="login"
          label={t('join.login')}
          extra={t('join.loginHint')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('join.missing') }]}
        >
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <PasswordField />
        <Button type="primary" htmlType="submit" block loading={join.isPending}>
          {t(face.approve ? 'join.submitAsk' : 'join.submit')}
        </Button>
      </Form>
    </>
  )
}

/** A new password. */
export function PasswordField() {
  const { t } = useTranslation()
  return (
    <Form.Item
      name="password"
      label={t('join.password')}
      extra={t('setUp.passwordHint')}
      rules={[{ required: true, min: PASSWORD_LENGTH, message: t('setUp.tooShort') }]}
    >
      <Input.Password autoComplete="new-password" />
    </Form.Item>
  )
}

function SignInToJoin() {
  const { t, i18n } = useTranslation()
  const signIn = useSignIn('session')
  return (
    <>
      {signIn.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(signIn.error, i18n)} />
      )}
      <Form<Omit<Fields, 'name'>>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={fields => signIn.mutate(fields)}
      >
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
    </>
  )
}

function JoinAs({ token, face, me }: { readonly token: string; readonly face: InvitationFace; readonly me: Me }) {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const { name, organization } = me.member
  const go = async (): Promise<void> => {
    setBusy(true)
    try {
      await api.send('joins/mine', { token })
      await client.invalidateQueries()
      await navigate('/', { replace: true })
    } catch (failed) {
      setError(failed)
      setBusy(false)
    }
  }
  return (
    <>
      <p className="quiet">{t('join.asLead', { name, organization: organization.name })}</p>
      {error === undefined ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      <Button type="primary" size="large" block loading={busy} onClick={() => void go()}>
        {face.approve ? t('join.submitAsk') : t('join.as', { name })}
      </Button>
    </>
  )
}
