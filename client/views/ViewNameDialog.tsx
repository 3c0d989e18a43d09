import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** What the person wants to call a view, and what is to be in it. */
export interface NameWish {
  readonly name: string
  readonly withColumns: boolean
  readonly shared: boolean
}

interface Props {
  readonly kind: 'saveAs' | 'rename'
  readonly name: string
  readonly mayShare: boolean
  readonly onDone: (wish: NameWish) => Promise<void>
  readonly onCancel: () => void
}

/** Asks for the name of a view; for a new one also what goes into it and who sees it. */
export function ViewNameDialog({ kind, name, mayShare, onDone, onCancel }: Props) {
  const { t } = useTranslation()
  const [form] = Form.useForm<NameWish>()
  const [busy, setBusy] = useState(false)
  const finish = async (wish: NameWish): Promise<void> => {
    setBusy(true)
    await onDone({ ...wish, name: wish.name.trim() })
    setBusy(false)
  }
  return (
    <Modal
      open
      title={t(kind === 'rename' ? 'views.renameTitle' : 'views.saveAsTitle')}
      okText={t('views.save')}
      cancelText={t('views.cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onCancel}
    >
      <Form<NameWish>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name, withColumns: true, shared: false }}
        onFinish={wish => void finish(wish)}
      >
        <Form.Item
          name="name"
          label={t('views.name')}
          rules={[{ required: true, whitespace: true, message: t('views.nameMissing') }]}
        >
          <Input autoFocus maxLength={60} placeholder={t('views.nameHint')} />
        </Form.Item>
        <Form.Item name="withColumns" valuePropName="checked" hidden={kind === 'rename'}>
          <Checkbox>{t('views.withColumns')}</Checkbox>
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked" hidden={kind === 'rename' || !mayShare}>
          <Checkbox>{t('views.shareNow')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
