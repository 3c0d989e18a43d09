import { Alert, Button, Form, InputNumber, Modal, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/domain/roles.ts'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import { type CreatedInvitation, INVITATION_CEILING } from '../../shared/protocol/people.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { OrganizationSelect } from './OrganizationSelect.tsx'
import { useInvite } from './queries.ts'
import { RoleSelect, useRoleNames } from './RoleSelect.tsx'
import { SecretLink } from './SecretLink.tsx'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly onClose: () => void
}

interface Fields {
  readonly organization: string
  readonly roles: Role[]
  readonly approve: boolean
  readonly ceiling: number
  readonly days: number
}

const DAYS = [1, 3, 7, 30, 90] as const
const FORM = 'invite'

/** Makes an invitation and shows its link once, as a code too (JOIN-18). */
export function InviteDialog({ me, operation, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const invite = useInvite(operation.id)
  const made = invite.data
  return (
    <Modal
      open
      title={t(made === undefined ? 'members.invitation.title' : 'members.invitation.made')}
      onCancel={onClose}
      closable={{ 'aria-label': t('app.close') }}
      mask={{ closable: made === undefined }}
      footer={
        made === undefined ? (
          <Button type="primary" htmlType="submit" form={FORM} loading={invite.isPending}>
            {t('members.invitation.make')}
          </Button>
        ) : (
          <>
            <Button onClick={() => invite.reset()}>{t('members.invitation.another')}</Button>
            <Button type="primary" onClick={onClose}>
              {t('app.close')}
            </Button>
          </>
        )
      }
    >
      {invite.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(invite.error, i18n)} />
      )}
      {made === undefined ? (
        <InviteForm me={me} operation={operation.id} onWish={fields => invite.mutate(fields)} />
      ) : (
        <Made made={made} operation={operation} />
      )}
    </Modal>
  )
}

function InviteForm({
  me,
  operation,
  onWish,
}: {
  readonly me: Me
  readonly operation: string
  readonly onWish: (fields: Fields) => void
}) {
  const { t } = useTranslation()
  return (
    <Form<Fields>
      id={FORM}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        organization: me.member.organization.id,
        roles: ['editor'],
        approve: false,
        ceiling: 30,
        days: 7,
      }}
      onFinish={onWish}
    >
      <Form.Item
        name="organization"
        label={t('members.organization')}
        rules={[{ required: true, message: t('members.organizationMissing') }]}
      >
        <OrganizationSelect me={me} operation={operation} label={t('members.organization')} />
      </Form.Item>
      <Form.Item
        name="roles"
        label={t('members.role')}
        rules={[{ required: true, type: 'array', min: 1, message: t('members.roleMissing') }]}
      >
        <RoleSelect me={me} operation={operation} label={t('members.role')} />
      </Form.Item>
      <div className="invite-limits">
        <Form.Item name="ceiling" label={t('members.invitation.ceiling')}>
          <InputNumber min={1} max={INVITATION_CEILING} precision={0} />
        </Form.Item>
        <Form.Item name="days" label={t('members.invitation.days')}>
          <Select options={DAYS.map(count => ({ value: count, label: t('members.invitation.daysOf', { count }) }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="approve"
        valuePropName="checked"
        label={t('members.invitation.approve')}
        extra={t('members.invitation.approveHint')}
      >
        <Switch />
      </Form.Item>
    </Form>
  )
}

function Made({ made, operation }: { readonly made: CreatedInvitation; readonly operation: Operation }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const names = useRoleNames()
  const time = momentText(made.expiresAt, operation.timeZone, language, now())
  return (
    <SecretLink
      printable
      link={`${location.origin}/join#${made.token}`}
      heading={t('members.invitation.scan', { operation: operation.name })}
    >
      <p>{t('members.invitation.item', { organization: made.organization.name, roles: names(made.roles) })}</p>
      <p className="quiet">{t('members.invitation.until', { time, ceiling: made.ceiling })}</p>
    </SecretLink>
  )
}
