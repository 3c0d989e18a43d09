import { ClockCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useSuggestions } from './queries.ts'

/** How many edits wait for a nod – one's own, or everybody's for who decides – and the way to them; nothing while none matter. */
export function SuggestionCount({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const { me, operation, sheet, show } = open
  const decides = mayI(me, 'edit.nod', operation.id)
  const { data } = useSuggestions(sheet.id, decides || sheet.waits === true)
  const waiting = data?.waiting ?? 0
  if (waiting === 0 && sheet.waits !== true) return null
  return (
    <Button size="small" type="text" icon={<ClockCircleOutlined aria-hidden />} onClick={() => show('suggestions')}>
      {t(decides ? 'guard.toDecide' : 'guard.mineWait', { count: waiting })}
    </Button>
  )
}
