import { Alert, Button, Spin, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Operation } from '../../shared/protocol/http.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { useInvitations, useRevoke } from './queries.ts'
import { useRoleNames } from './RoleSelect.tsx'

/** Invitations there have been, newest first: how many used each, until when, and taking one back. */
export function InvitationList({ operation }: { readonly operation: Operation }) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const { data, error } = useInvitations(operation.id)
  const revoke = useRevoke(operation.id)
  const names = useRoleNames()
  if (data === undefined)
    return error === null ? <Spin size="small" /> : <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />
  if (data.length === 0) return <p className="quiet">{t('members.invitation.listNone')}</p>
  return (
    <>
      {revoke.error === null ? null : (
        <Alert type="error" showIcon role="alert" title={sentenceOf(revoke.error, i18n)} />
      )}
      <ul className="invitations">
        {data.map(({ id, organization, roles, approve, used, ceiling, expiresAt, by, state }) => {
          const item = t('members.invitation.item', { organization: organization.name, roles: names(roles) })
          const time = momentText(expiresAt, operation.timeZone, language, now())
          return (
            <li key={id} className={state === 'open' ? '' : 'invitation-over'}>
              <span className="invitation-what">
                {item}
                {approve ? <span className="quiet"> · {t('members.invitation.needsApproval')}</span> : null}
                <span className="quiet invitation-more">
                  {t('members.invitation.used', { used, ceiling })} · {t('members.invitation.until', { time, ceiling })}{' '}
                  · {t('members.invitation.by', { by })}
                </span>
              </span>
              <Tag color={state === 'open' ? 'green' : 'default'}>{t(`members.invitation.states.${state}`)}</Tag>
              {state === 'open' ? (
                <Button
                  size="small"
                  danger
                  loading={revoke.isPending && revoke.variables === id}
                  aria-label={t('members.invitation.revokeName', { item })}
                  onClick={() => revoke.mutate(id)}
                >
                  {t('members.invitation.revoke')}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}
