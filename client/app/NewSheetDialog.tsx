import { Alert, Form, Input, Modal, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Operation } from '../../shared/protocol/http.ts'
import type { SheetKind } from '../../shared/schema/column.ts'
import { SCHEMAS } from '../../shared/schema/schemas.ts'
import { useLanguage } from '../i18n/language.ts'
import { sentenceOf } from './ApiError.ts'
import { sheetPath } from './deepLink.ts'
import { useNewSheet } from './queries.ts'
import '../columns/columns.css'

interface Fields {
  readonly kind: SheetKind
  readonly title: string
}

/** Adds a sheet to the operation, from a template or empty, and goes there. */
export function NewSheetDialog({
  operation,
  onClose,
}: {
  readonly operation: Operation
  readonly onClose: () => void
}) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const create = useNewSheet()
  const [form] = Form.useForm<Fields>()
  const submit = async (fields: Fields): Promise<void> => {
    const sheet = await create.mutateAsync({ ...fields, operation: operation.id }).catch(() => undefined)
    if (sheet === undefined) return
    onClose()
    await navigate(sheetPath(operation.id, sheet.id))
  }
  return (
    <Modal
      open
      title={t('frame.newSheet')}
      okText={t('sheet.create')}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {create.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(create.error, i18n)} />
      )}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'needs', title: SCHEMAS.needs.title[language] }}
        onFinish={fields => void submit(fields)}
        onValuesChange={({ kind }) => {
          if (kind !== undefined && !form.isFieldTouched('title'))
            form.setFieldValue('title', SCHEMAS[kind].title[language])
        }}
      >
        <Form.Item name="kind" label={t('columns.template')}>
          <Radio.Group className="templates">
            {Object.values(SCHEMAS).map(({ kind, title, about }) => (
              <Radio key={kind} value={kind}>
                {title[language]}
                <span className="template-about">{about[language]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="title"
          label={t('sheet.title')}
          rules={[{ required: true, whitespace: true, max: 100, message: t('setUp.missing') }]}
        >
          <Input />
        </Form.Item>
      </Form>
    </Modal>
  )
}
