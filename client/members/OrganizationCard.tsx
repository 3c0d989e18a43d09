import { EditOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import type { OperationMember, OperationOrganization } from '../../shared/protocol/people.ts'
import { mayI } from '../app/rights.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
  readonly organization: OperationOrganization
  readonly onEdit: () => void
  readonly onMember: (member: OperationMember) => void
}

/** An organization: what it does, and who of it is here with which roles. */
export function OrganizationCard({ me, operation, organization, onEdit, onMember }: Props) {
  const { t } = useTranslation()
  const { id, name, about, members } = organization
  const manages = mayI(me, 'member.manage', operation.id) || mayI(me, 'member.recover', operation.id)
  return (
    <section className="organization" aria-labelledby={`organization-${id}`}>
      <header>
        <h2 id={`organization-${id}`}>{name}</h2>
        <span className="quiet">{t('members.count', { count: members.length })}</span>
        {mayI(me, 'organization.change', operation.id) ? (
          <Button
            type="text"
            size="small"
            icon={<EditOutlined aria-hidden />}
            aria-label={t('members.org.edit', { name })}
            onClick={onEdit}
          />
        ) : null}
      </header>
      <p className={about === '' ? 'quiet' : ''}>{about === '' ? t('members.aboutNone') : about}</p>
      <ul>
        {members.map(member => (
          <li key={member.id} className={member.suspended ? 'member-suspended' : ''}>
            <span className="member-dot" style={{ background: member.color }} aria-hidden />
            <span className="member-name">
              {member.name}
              {member.id === me.member.id ? <span className="quiet"> ({t('members.you')})</span> : null}
              {typeof member.login === 'string' ? (
                <span className="quiet member-login">{t('members.login', { login: member.login })}</span>
              ) : null}
            </span>
            <span className="member-roles">
              {member.suspended ? <Tag color="red">{t('members.suspended')}</Tag> : null}
              {member.roles.map(role => (
                <Tag key={role} title={t(`members.roleHints.${role}`)}>
                  {t(`members.roles.${role}`)}
                </Tag>
              ))}
            </span>
            {manages ? (
              <Button
                size="small"
                type="text"
                icon={<SettingOutlined aria-hidden />}
                aria-label={t('members.manage', { name: member.name })}
                onClick={() => onMember(member)}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
