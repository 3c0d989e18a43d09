import { Alert, App as AntApp, Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/domain/roles.ts'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import type { OperationMember, OperationOrganization } from '../../shared/protocol/people.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { usePeopleChange, useRecovery } from './queries.ts'
import { RoleSelect } from './RoleSelect.tsx'
import { refusalText } from './refusalText.ts'
import { SecretLink } from './SecretLink.tsx'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly member: OperationMember
  readonly organization: OperationOrganization
  /** Everybody of the operation: one of them may take over. */
  readonly colleagues: readonly OperationMember[]
  readonly onClose: () => void
}

/** What who manages members may do about one: roles in each operation, the way back in, suspension, leaving (JOIN-10 … JOIN-17). */
export function MemberDialog({ me, operation, member, organization, colleagues, onClose }: Props) {
  const { t } = useTranslation()
  const manages = mayI(me, 'member.manage', operation.id)
  const oneself = member.id === me.member.id
  return (
    <Modal
      open
      title={`${member.name} · ${organization.name}`}
      closable={{ 'aria-label': t('app.close') }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('app.close')}
        </Button>
      }
    >
      <div className="member-dialog">
        {manages ? <RolesSection me={me} member={member} operation={operation} /> : null}
        {member.within ? null : <Alert type="info" showIcon title={t('members.member.notWithin')} />}
        {member.within && !oneself && !member.suspended && typeof member.login === 'string' ? (
          <RecoverySection member={member} operation={operation} />
        ) : null}
        {member.within && manages && !oneself ? <AccountSection member={member} operation={operation} /> : null}
        {manages ? (
          <LeaveSection member={member} operation={operation} colleagues={colleagues} onClose={onClose} />
        ) : null}
      </div>
    </Modal>
  )
}

interface SectionProps {
  readonly member: OperationMember
  readonly operation: Operation
}

const memberPath = ({ id }: OperationMember, what: string): string => `members/${encodeURIComponent(id)}/${what}`

function RolesSection({ me, member, operation }: SectionProps & Pick<Props, 'me'>) {
  const { t } = useTranslation()
  const managed = me.operations.filter(({ id }) => mayI(me, 'member.manage', id))
  const rolesIn = (id: string): readonly Role[] =>
    id === operation.id ? member.roles : (member.elsewhere?.find(it => it.operation === id)?.roles ?? [])
  return (
    <section>
      <h3>{t('members.member.where')}</h3>
      {managed.map(({ id, name }) => (
        <RolesIn key={id} me={me} member={member} operation={id} name={name} held={rolesIn(id)} />
      ))}
    </section>
  )
}

function RolesIn({
  me,
  member,
  operation,
  name,
  held,
}: Pick<Props, 'me' | 'member'> & {
  readonly operation: string
  readonly name: string
  readonly held: readonly Role[]
}) {
  const { t, i18n } = useTranslation()
  const change = usePeopleChange()
  const [roles, setRoles] = useState(held)
  const changed = roles.length !== held.length || roles.some(role => !held.includes(role))
  const save = (): void => change.mutate({ operation, path: memberPath(member, 'roles'), body: { roles } })
  return (
    <div className="member-where">
      <span>{name}</span>
      <RoleSelect
        me={me}
        operation={operation}
        label={`${t('members.role')} · ${name}`}
        value={roles}
        onChange={setRoles}
        placeholder={t('members.member.out')}
      />
      {/* Leaving has a section of its own. */}
      <Button disabled={!changed || (roles.length === 0 && held.length > 0)} loading={change.isPending} onClick={save}>
        {t('members.member.save')}
      </Button>
      {change.error === null ? null : (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={refusalText(change.error, t('members.member.lastAdmin'), i18n)}
        />
      )}
      {change.isSuccess && !changed ? (
        <p role="status" className="quiet">
          {t('members.member.saved')}
        </p>
      ) : null}
    </div>
  )
}

function RecoverySection({ member, operation }: SectionProps) {
  const { t, i18n } = useTranslation()
  const recovery = useRecovery(operation.id)
  return (
    <section>
      <h3>{t('members.member.recover')}</h3>
      {recovery.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(recovery.error, i18n)} />
      )}
      {recovery.data === undefined ? (
        <>
          <p className="quiet">{t('members.member.recoverHint')}</p>
          <Button loading={recovery.isPending} onClick={() => recovery.mutate(member.id)}>
            {t('members.member.recoverMake')}
          </Button>
        </>
      ) : (
        <SecretLink
          link={`${location.origin}/recover#${recovery.data.token}`}
          heading={t('members.member.recoverFor', { name: member.name })}
        />
      )}
    </section>
  )
}

function AccountSection({ member, operation }: SectionProps) {
  const { t, i18n } = useTranslation()
  const { message, modal } = AntApp.useApp()
  const change = usePeopleChange()
  const { name } = member
  const act = async (what: string, body: unknown, done: string): Promise<void> => {
    try {
      await change.mutateAsync({ operation: operation.id, path: memberPath(member, what), body })
      message.success(done)
    } catch (error) {
      message.error(refusalText(error, t('members.member.lastAdmin'), i18n))
    }
  }
  const suspend = (): void =>
    void modal.confirm({
      title: t('members.member.suspendAsk', { name }),
      content: t('members.member.suspendHint'),
      okText: t('members.member.suspend'),
      okButtonProps: { danger: true },
      cancelText: t('app.cancel'),
      onOk: () => act('suspension', { suspended: true }, t('members.member.suspended', { name })),
    })
  return (
    <section>
      {member.suspended ? (
        <Button onClick={() => void act('suspension', { suspended: false }, t('members.member.restored', { name }))}>
          {t('members.member.restore')}
        </Button>
      ) : (
        <>
          <h3>{t('members.member.signOut')}</h3>
          <p className="quiet">{t('members.member.signOutHint')}</p>
          <Button onClick={() => void act('sign-out', {}, t('members.member.signedOut'))}>
            {t('members.member.signOut')}
          </Button>
          <h3>{t('members.member.suspend')}</h3>
          <p className="quiet">{t('members.member.suspendHint')}</p>
          <Button danger onClick={suspend}>
            {t('members.member.suspend')}
          </Button>
        </>
      )}
    </section>
  )
}

function LeaveSection({
  member,
  operation,
  colleagues,
  onClose,
}: SectionProps & Pick<Props, 'colleagues' | 'onClose'>) {
  const { t, i18n } = useTranslation()
  const { message, modal } = AntApp.useApp()
  const change = usePeopleChange()
  const [to, setTo] = useState('')
  const { name } = member
  const others = colleagues.filter(({ id, suspended }) => id !== member.id && !suspended)
  const leave = async (): Promise<void> => {
    try {
      const body = to === '' ? {} : { to }
      await change.mutateAsync({ operation: operation.id, path: memberPath(member, 'leave'), body })
      message.success(t('members.member.left', { name }))
      onClose()
    } catch (error) {
      message.error(refusalText(error, t('members.member.lastAdmin'), i18n))
    }
  }
  const ask = (): void =>
    void modal.confirm({
      title: t('members.member.leaveAsk', { name, operation: operation.name }),
      content: t('members.member.leaveHint'),
      okText: t('members.member.leaveNow'),
      okButtonProps: { danger: true },
      cancelText: t('app.cancel'),
      onOk: leave,
    })
  return (
    <section>
      <h3>{t('members.member.leave')}</h3>
      <p className="quiet">{t('members.member.leaveHint')}</p>
      <div className="member-where">
        <span>{t('members.member.handTo')}</span>
        <Select<string>
          aria-label={t('members.member.handTo')}
          value={to}
          onChange={setTo}
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: t('members.member.handNobody') },
            ...others.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
        <Button danger onClick={ask}>
          {t('members.member.leaveNow')}
        </Button>
      </div>
    </section>
  )
}
