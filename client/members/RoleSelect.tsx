import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { ACTIONS, can, canGive, ROLES, type Role } from '../../shared/domain/roles.ts'
import type { Me } from '../../shared/protocol/http.ts'
import { actorOf } from '../app/rights.ts'
import { LANGUAGE_TAG, useLanguage } from '../i18n/language.ts'

/** The roles this member could give in the operation: those whose every right is theirs to give (ROLE-3). */
export const rolesToGive = (me: Me, operation: string): readonly Role[] =>
  ROLES.filter(role => {
    const receiver = { id: '', roles: new Map([[operation, new Set([role])]]) }
    return ACTIONS.every(action => !can(receiver, action, { operation }) || canGive(actorOf(me), action, { operation }))
  })

/** The names of roles, for a sentence. */
export function useRoleNames(): (roles: readonly Role[]) => string {
  const { t } = useTranslation()
  const language = useLanguage()
  const list = new Intl.ListFormat(LANGUAGE_TAG[language], { style: 'narrow', type: 'conjunction' })
  return roles => list.format(roles.map(role => t(`members.roles.${role}`)))
}

interface Props {
  readonly me: Me
  readonly operation: string
  readonly label: string
  readonly value?: readonly Role[]
  readonly onChange?: (roles: readonly Role[]) => void
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly id?: string
}

/** What somebody may do, several at once, each with a word about it. */
export function RoleSelect({ me, operation, label, value = [], onChange, placeholder, disabled = false, id }: Props) {
  const { t } = useTranslation()
  const mine = rolesToGive(me, operation)
  // What somebody has already stays on the list, even where one could not give it.
  const offered = ROLES.filter(role => mine.includes(role) || value.includes(role))
  return (
    <Select<Role[]>
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      aria-label={label}
      disabled={disabled}
      value={[...value]}
      placeholder={placeholder}
      onChange={roles => onChange?.(roles)}
      optionLabelProp="label"
      options={offered.map(role => ({
        value: role,
        label: t(`members.roles.${role}`),
        disabled: !mine.includes(role),
        hint: t(`members.roleHints.${role}`),
      }))}
      optionRender={({ label: name, data }) => (
        <>
          {name}
          <span className="role-hint">{data.hint}</span>
        </>
      )}
    />
  )
}
