import { useQueryClient } from '@tanstack/react-query'
import { Alert, App as AntApp, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { PASSWORD_LENGTH } from '../../shared/protocol/people.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'

interface Fields {
  readonly current: string
  readonly password: string
}

/** One's own account: a new password, and signing out everywhere (JOIN-15, JOIN-16). */
export function AccountDialog({ me, onClose }: { readonly me: Me; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { login, organization, name } = me.member
  return (
    <Modal
      open
      title={`${t('join.account')} · ${name}`}
      footer={null}
      closable={{ 'aria-label': t('app.close') }}
      onCancel={onClose}
    >
      {login === null ? (
        <p>{t('join.noPassword')}</p>
      ) : (
        <>
          <p className="quiet">{t('join.accountLogin', { login, organization: organization.name })}</p>
          <NewPassword login={login} />
        </>
      )}
      <Everywhere />
    </Modal>
  )
}

function NewPassword({ login }: { readonly login: string }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { api } = useServices()
  const [form] = Form.useForm<Fields>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const change = async (fields: Fields): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await api.send('session/password', fields)
      form.resetFields()
      message.success(t('join.changed'))
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={fields => void change(fields)}>
      {error === undefined ? null : <Alert type="error" showIcon role="alert" title={sentenceOf(error, i18n)} />}
      <input type="text" hidden readOnly autoComplete="username" value={login} />
      <Form.Item name="current" label={t('join.current')} rules={[{ required: true, message: t('join.missing') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('join.next')}
        extra={t('setUp.passwordHint')}
        rules={[{ required: true, min: PASSWORD_LENGTH, message: t('setUp.tooShort') }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('join.change')}
      </Button>
    </Form>
  )
}

function Everywhere() {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const { api } = useServices()
  const client = useQueryClient()
  const leave = async (): Promise<void> => {
    try {
      await api.remove('sessions')
      // What this device keeps of the sheets stays: it may hold edits that were not sent yet.
      client.setQueryData(['me'], null)
    } catch (error) {
      message.error(sentenceOf(error, i18n))
    }
  }
  return (
    <section className="account-everywhere">
      <h3>{t('join.everywhere')}</h3>
      <p className="quiet">{t('join.everywhereHint')}</p>
      <Button danger onClick={() => void leave()}>
        {t('join.everywhereNow')}
      </Button>
    </section>
  )
}
