import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { sentenceOf } from './ApiError.ts'
import { DoorPage } from './DoorPage.tsx'
import { tokenOfFragment } from './deepLink.ts'
import { useSignIn } from './queries.ts'

interface Fields {
  readonly operation: string
  readonly timeZone: string
  readonly organization: string
  readonly name: string
  readonly login: string
  readonly password: string
}

const HOME_ZONE = 'Asia/Shanghai'
const timeZones = (): string[] => [...new Set([HOME_ZONE, ...Intl.supportedValuesOf('timeZone')])]

/** The one-time setup link: first operation, first organization, first admin. The token never leaves the fragment except in the POST's body. */
export function SetUpPage() {
  const { t, i18n } = useTranslation()
  const [token] = useState(() => tokenOfFragment(location.hash))
  const setUp = useSignIn('setup')
  const navigate = useNavigate()
  const submit = ({ operation, timeZone, organization, name, login, password }: Fields) =>
    setUp.mutate(
      { token, operation: { name: operation, timeZone }, organization, admin: { name, login, password } },
      { onSuccess: () => navigate('/', { replace: true }) },
    )
  if (token === undefined)
    return (
      <DoorPage title={t('setUp.title')}>
        <Alert type="error" showIcon title={t('setUp.noToken')} />
      </DoorPage>
    )
  return (
    <DoorPage title={t('setUp.title')}>
      <p className="quiet">{t('setUp.lead')}</p>
      {setUp.error === null ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(setUp.error, i18n)} />}
      <Form<Fields> layout="vertical" requiredMark={false} initialValues={{ timeZone: HOME_ZONE }} onFinish={submit}>
        <TextField name="operation" hint={t('setUp.operationHint')} />
        <Form.Item name="timeZone" label={t('setUp.timeZone')}>
          <Select showSearch options={timeZones().map(value => ({ value, label: value }))} />
        </Form.Item>
        <TextField name="organization" hint={t('setUp.organizationHint')} />
        <TextField name="name" autoComplete="name" />
        <TextField name="login" autoComplete="username" />
        <Form.Item
          name="password"
          label={t('setUp.password')}
          extra={t('setUp.passwordHint')}
          rules={[{ required: true, min: 10, message: t('setUp.tooShort') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={setUp.isPending}>
          {t('setUp.submit')}
        </Button>
      </Form>
    </DoorPage>
  )
}

function TextField({
  name,
  hint,
  autoComplete = 'off',
}: {
  readonly name: 'operation' | 'organization' | 'name' | 'login'
  readonly hint?: string
  readonly autoComplete?: string
}) {
  const { t } = useTranslation()
  return (
    <Form.Item
      name={name}
      label={t(`setUp.${name}`)}
      rules={[{ required: true, whitespace: true, max: 100, message: t('setUp.missing') }]}
    >
      <Input autoComplete={autoComplete} {...(hint === undefined ? {} : { placeholder: hint })} />
    </Form.Item>
  )
}
