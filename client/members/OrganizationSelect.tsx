import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { mayI } from '../app/rights.ts'
import { useAllOrganizations, useNewOrganization } from './queries.ts'

interface Props {
  readonly me: Me
  readonly operation: string
  readonly label: string
  readonly value?: string
  readonly onChange?: (organization: string) => void
  readonly id?: string
}

/** An organization of the hub; a name nobody has yet is added by who may. */
export function OrganizationSelect({ me, operation, label, value, onChange, id }: Props) {
  const { t } = useTranslation()
  const { data = [] } = useAllOrganizations()
  const add = useNewOrganization()
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const isNew = name !== '' && !data.some(organization => organization.name === name)
  const choose = async (choice: string): Promise<void> => {
    if (choice !== '') return onChange?.(choice)
    const made = await add.mutateAsync(name).catch(() => undefined)
    if (made !== undefined) onChange?.(made.id)
  }
  const known = data.map(organization => ({ value: organization.id, label: organization.name }))
  const fresh =
    isNew && mayI(me, 'organization.create', operation)
      ? [{ value: '', label: t('members.newOrganization', { name }) }]
      : []
  return (
    <Select<string>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      aria-label={label}
      loading={add.isPending}
      showSearch={{
        onSearch: setTyped,
        filterOption: (input, option) => option?.value === '' || String(option?.label ?? '').includes(input.trim()),
      }}
      options={[...known, ...fresh]}
      onChange={choice => void choose(choice)}
    />
  )
}
