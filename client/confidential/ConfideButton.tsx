import { LockOutlined, UnlockOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { CONFIDENTIAL_COMMANDS } from './commands.ts'

/** In the row drawer: make this row confidential, or open again, for who may. */
export function ConfideButton({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const [command] = CONFIDENTIAL_COMMANDS
  if (command?.visible?.(open) !== true) return null
  const label = command.label(t, open)
  return (
    <Button
      type="text"
      size="small"
      icon={open.sheet.confidentialOf === undefined ? <LockOutlined aria-hidden /> : <UnlockOutlined aria-hidden />}
      aria-label={label}
      title={label}
      onClick={() => command.run(open)}
    />
  )
}
