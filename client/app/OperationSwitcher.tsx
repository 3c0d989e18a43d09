import { CaretDownOutlined } from '@ant-design/icons'
import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import type { Me, Operation } from '../../shared/protocol/http.ts'
import { operationPath } from './deepLink.ts'
import { Mark } from './Mark.tsx'

/** The product and the operation one is in; a menu where there are several. */
export function OperationSwitcher({ me, operation }: { readonly me: Me; readonly operation: Operation | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const name = (
    <>
      <Mark />
      <span className="brand-name">{t('app.name')}</span>
      {operation === undefined ? null : <span className="brand-operation">{operation.name}</span>}
    </>
  )
  if (me.operations.length < 2)
    return (
      <Link to="/" className="brand">
        {name}
      </Link>
    )
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: operation === undefined ? [] : [operation.id],
        items: me.operations.map(({ id, name: label }) => ({ key: id, label })),
        onClick: ({ key }) => void navigate(operationPath(key)),
      }}
    >
      <button type="button" className="brand" aria-label={t('frame.operations')}>
        {name} <CaretDownOutlined className="quiet" aria-hidden />
      </button>
    </Dropdown>
  )
}
