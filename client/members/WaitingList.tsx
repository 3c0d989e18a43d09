import { App as AntApp, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../shared/domain/roles.ts'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import type { Waiting } from '../../shared/protocol/people.ts'
import { When } from '../notes/CommentItem.tsx'
import { OrganizationSelect } from './OrganizationSelect.tsx'
import { usePeopleChange, useWaiting } from './queries.ts'
import { RoleSelect, rolesToGive, useRoleNames } from './RoleSelect.tsx'
import { refusalText } from './refusalText.ts'

interface Props {
  readonly me: Me
  readonly operation: Operation
}

/** Who waits to be let in, on top of the page (JOIN-7, JOIN-8). Nothing while nobody does. */
export function WaitingList({ me, operation }: Props) {
  const { t } = useTranslation()
  const { data = [] } = useWaiting(operation.id)
  if (data.length === 0) return null
  return (
    <section className="waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        {t('members.waiting.title')} <span className="waiting-count">{data.length}</span>
      </h2>
      <ul>
        {data.map(item => (
          <WaitingItem key={item.id} item={item} me={me} operation={operation} />
        ))}
      </ul>
    </section>
  )
}

function WaitingItem({ item, me, operation }: Props & { readonly item: Waiting }) {
  const { t, i18n } = useTranslation()
  const { message } = AntApp.useApp()
  const names = useRoleNames()
  const change = usePeopleChange()
  const [organization, setOrganization] = useState<string>()
  const [roles, setRoles] = useState<readonly Role[]>(['editor'])
  const { name } = item.member
  const outside = item.organization === null
  const ready = !outside || (organization !== undefined && roles.length > 0)
  const decide = (accept: boolean): void => {
    const chosen = outside && accept ? { organization, roles } : {}
    change.mutate(
      { operation: operation.id, path: `waiting/${encodeURIComponent(item.id)}`, body: { accept, ...chosen } },
      {
        onSuccess: () =>
          void message.success(t(accept ? 'members.waiting.accepted' : 'members.waiting.declined', { name })),
        onError: error => void message.error(refusalText(error, t('members.waiting.already'), i18n)),
      },
    )
  }
  return (
    <li>
      <span className="waiting-who">
        <strong>{name}</strong>{' '}
        {item.organization === null
          ? t('members.waiting.outside')
          : t('members.waiting.from', { organization: item.organization.name, roles: names(item.roles) })}{' '}
        <When at={item.askedAt} zone={operation.timeZone} />
      </span>
      {outside ? (
        <span className="waiting-choice">
          <OrganizationSelect
            me={me}
            operation={operation.id}
            label={t('members.organization')}
            {...(organization === undefined ? {} : { value: organization })}
            onChange={setOrganization}
          />
          <RoleSelect me={me} operation={operation.id} label={t('members.role')} value={roles} onChange={setRoles} />
        </span>
      ) : null}
      {item.mine && rolesToGive(me, operation.id).length > 0 ? (
        <Button
          type="primary"
          disabled={!ready}
          loading={change.isPending}
          aria-label={t('members.waiting.acceptName', { name })}
          onClick={() => decide(true)}
        >
          {t('members.waiting.accept')}
        </Button>
      ) : (
        <span className="quiet">{t('members.waiting.beyond')}</span>
      )}
      <Button
        loading={change.isPending}
        aria-label={t('members.waiting.declineName', { name })}
        onClick={() => decide(false)}
      >
        {t('members.waiting.decline')}
      </Button>
    </li>
  )
}
