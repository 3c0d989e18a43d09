import { UserAddOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Input, Spin } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import type { OperationMember, OperationOrganization } from '../../shared/protocol/people.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { ClosingSection } from './ClosingSection.tsx'
import { InvitationList } from './InvitationList.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { MemberDialog } from './MemberDialog.tsx'
import { OrganizationCard } from './OrganizationCard.tsx'
import { OrganizationDialog } from './OrganizationDialog.tsx'
import { usePeople } from './queries.ts'
import { WaitingList } from './WaitingList.tsx'

interface Props {
  readonly me: Me
  readonly operation: Operation
}

type Open =
  | { readonly kind: 'invite' }
  | { readonly kind: 'member'; readonly member: OperationMember; readonly organization: OperationOrganization }
  | { readonly kind: 'organization'; readonly organization: OperationOrganization }

/** Members and organizations of an operation: who waits on top, then everybody by organization (JOIN-9, JOIN-18). */
export function MembersPage({ me, operation }: Props) {
  const { t, i18n } = useTranslation()
  const { data, error } = usePeople(operation.id)
  const [open, setOpen] = useState<Open>()
  const [words, setWords] = useState('')
  const invites = mayI(me, 'invitation.create', operation.id)
  const close = (): void => setOpen(undefined)
  if (data === undefined)
    return error === null ? <Spin /> : <Alert type="warning" showIcon title={sentenceOf(error, i18n)} />
  const everybody = data.organizations.flatMap(({ members }) => members)
  const shown = narrowed(data.organizations, words.trim().toLowerCase())
  return (
    <div className="members">
      <p className="quiet">{t('members.lead')}</p>
      <WaitingList me={me} operation={operation} />
      <div className="members-tools">
        <Input.Search
          allowClear
          aria-label={t('members.search')}
          placeholder={t('members.search')}
          value={words}
          onChange={event => setWords(event.target.value)}
        />
        {invites ? (
          <Button type="primary" icon={<UserAddOutlined aria-hidden />} onClick={() => setOpen({ kind: 'invite' })}>
            {t('members.invite')}
          </Button>
        ) : null}
      </div>
      {everybody.length === 0 && words === '' ? (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={
            <>
              <strong>{t('members.none')}</strong>
              <br />
              <span className="quiet">{t('members.noneHint')}</span>
            </>
          }
        />
      ) : null}
      {shown.length === 0 && words !== '' ? <p role="status">{t('members.noMatch')}</p> : null}
      {shown.map(organization => (
        <OrganizationCard
          key={organization.id}
          me={me}
          operation={operation}
          organization={organization}
          onEdit={() => setOpen({ kind: 'organization', organization })}
          onMember={member => setOpen({ kind: 'member', member, organization })}
        />
      ))}
      {invites ? (
        <section aria-labelledby="invitations-title">
          <h2 id="invitations-title">{t('members.invitation.list')}</h2>
          <InvitationList operation={operation} />
        </section>
      ) : null}
      {mayI(me, 'operation.close', operation.id) ? <ClosingSection operation={operation} /> : null}
      {open?.kind === 'invite' ? <InviteDialog me={me} operation={operation} onClose={close} /> : null}
      {open?.kind === 'organization' ? (
        <OrganizationDialog operation={operation} organization={open.organization} onClose={close} />
      ) : null}
      {open?.kind === 'member' ? (
        <MemberDialog
          me={me}
          operation={operation}
          member={everybody.find(({ id }) => id === open.member.id) ?? open.member}
          organization={open.organization}
          colleagues={everybody}
          onClose={close}
        />
      ) : null}
    </div>
  )
}

/** Organizations of that name whole, of the others the members with it. */
function narrowed(organizations: readonly OperationOrganization[], words: string): readonly OperationOrganization[] {
  if (words === '') return organizations
  const has = (...texts: readonly (string | null | undefined)[]): boolean =>
    texts.some(text => text?.toLowerCase().includes(words) === true)
  return organizations.flatMap(organization => {
    if (has(organization.name, organization.about)) return [organization]
    const members = organization.members.filter(({ name, login }) => has(name, login))
    return members.length === 0 ? [] : [{ ...organization, members }]
  })
}
