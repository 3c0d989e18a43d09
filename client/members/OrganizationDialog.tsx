import { Alert, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Operation } from '../../shared/protocol/http.ts'
import { ABOUT_LENGTH, type OperationOrganization, type OrganizationChange } from '../../shared/protocol/people.ts'
import { usePeopleChange } from './queries.ts'
import { refusalText } from './refusalText.ts'

interface Props {
  readonly operation: Operation
  readonly organization: OperationOrganization
  readonly onClose: () => void
}

/** An organization's name and what it says about itself (JOIN-14). */
export function OrganizationDialog({ operation, organization, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const change = usePeopleChange()
  const [form] = Form.useForm<OrganizationChange>()
  const save = (body: OrganizationChange): void =>
    change.mutate(
      { operation: operation.id, path: `organizations/${encodeURIComponent(organization.id)}`, body },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open
      title={t('members.org.title')}
      okText={t('members.org.save')}
      cancelText={t('app.cancel')}
      closable={{ 'aria-label': t('app.close') }}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {change.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={refusalText(change.error, t('members.org.taken'), i18n)} />
      )}
      <Form<OrganizationChange>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: organization.name, about: organization.about }}
        onFinish={save}
      >
        <Form.Item
          name="name"
          label={t('members.org.name')}
          extra={t('members.org.nameHint')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('members.org.missing') }]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="about" label={t('members.org.about')}>
          <Input.TextArea autoSize={{ minRows: 3 }} maxLength={ABOUT_LENGTH} placeholder={t('members.org.aboutHint')} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
