import { Alert, Button, Modal, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { useSheetActions } from '../app/useSheetActions.tsx'
import { SheetGrid } from '../grid/SheetGrid.tsx'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import { momentText } from '../ui/moments.ts'
import { RestoreDialog } from './RestoreDialog.tsx'
import { TimeControls } from './TimeControls.tsx'
import { usePastValues, usePastView, useTimeline } from './usePast.ts'

/** The sheet at any past moment, read only, over the sheet of now; Esc leads back (TIME-14 … TIME-16). */
export function TimeView({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { now } = useServices()
  const { me, operation, sheet, zone } = open
  const line = useTimeline(sheet.id)
  const made = usePastView(open.view)
  const [end] = useState(() => now())
  const [at, setAt] = useState<number>()
  const [restoring, setRestoring] = useState(false)
  const first = line.data?.first
  const from = first == null ? undefined : Date.parse(first)
  const to = Math.max(end, from === undefined ? end : from + 1_000)
  // It opens where the sheet stood just before its newest change: the first thing anybody asks of the past.
  useEffect(() => {
    const last = line.data?.last
    if (last != null) setAt(before => before ?? Date.parse(last) - 1)
  }, [line.data])
  const { shown, error, retry } = usePastValues(sheet.id, at, made)
  const failure = line.error ?? error
  return (
    <Modal
      open
      className="time-dialog"
      width="100vw"
      title={t('time.slider.title', { sheet: sheet.title })}
      footer={null}
      transitionName=""
      maskTransitionName=""
      onCancel={onClose}
    >
      {failure === null ? null : (
        <Alert
          type="warning"
          showIcon
          title={sentenceOf(failure, i18n)}
          action={
            <Button size="small" onClick={line.error === null ? retry : () => void line.refetch()}>
              {t('app.retry')}
            </Button>
          }
        />
      )}
      {line.data !== undefined && from === undefined ? <p>{t('time.slider.noHistory')}</p> : null}
      {line.data === undefined || from === undefined || at === undefined ? null : (
        <div className="time-bar">
          <TimeControls line={line.data} from={from} to={to} at={at} zone={zone} onMove={setAt} />
          <Shown shown={shown} zone={zone} now={end} />
          {mayI(me, 'sheet.restore', operation.id) ? (
            <Button onClick={() => setRestoring(true)}>{t('time.restore.here')}</Button>
          ) : null}
        </div>
      )}
      <PastRows open={open} made={made} />
      {restoring && at !== undefined ? (
        <RestoreDialog open={open} at={at} onClose={() => setRestoring(false)} onDone={onClose} />
      ) : null}
    </Modal>
  )
}

/** Which moment is on screen, and how much is different now. */
function Shown({
  shown,
  zone,
  now,
}: {
  readonly shown: ReturnType<typeof usePastValues>['shown']
  readonly zone: string
  readonly now: number
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <span role="status" className="time-shown">
      {shown === undefined
        ? t('time.slider.loading')
        : t('time.slider.shown', {
            moment: momentText(new Date(shown.at).toISOString(), zone, language, now),
            count: shown.differing,
          })}
    </span>
  )
}

function PastRows({ open, made }: { readonly open: OpenSheet; readonly made: ReturnType<typeof usePastView> }) {
  const { t } = useTranslation()
  return (
    <div className="time-rows">
      {made === undefined ? (
        <p role="status">
          <Spin size="small" /> {t('time.slider.waiting')}
        </p>
      ) : (
        <Rows open={open} view={made.view} />
      )}
    </div>
  )
}

function Rows({ open, view }: { readonly open: OpenSheet; readonly view: SheetView }) {
  const { t } = useTranslation()
  const { me, sheet, columns, zone } = open
  const actions = useSheetActions(view, columns, zone)
  return (
    <SheetGrid
      view={view}
      columns={columns}
      actions={actions}
      zone={zone}
      title={t('time.slider.rows', { sheet: sheet.title })}
      settingName={`columns.${me.member.id}.${sheet.id}`}
    />
  )
}
