import { Alert, Button, Modal, Radio, Result, Select, Spin } from 'antd'
import { nanoid } from 'nanoid'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { CommandResult, RevertPreview, RevertWish } from '../../shared/protocol/revert.ts'
import { formatCell } from '../../shared/schema/format.ts'
import { ROW_GONE, type Scalar } from '../../shared/sheet/cell.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { LeftCells } from '../transfer/LeftCells.tsx'
import { useTakeBack } from '../transfer/useTakeBack.ts'
import { useRevert, useRevertPreview } from './queries.ts'
import { rangeOf, type TimeChoice } from './timeChoice.ts'

interface Props {
  readonly operation: string
  readonly person: { readonly id: string; readonly name: string }
  readonly choice: TimeChoice
  readonly sheets: readonly SheetInfo[]
  readonly onClose: () => void
}

const EVER = '1970-01-01T00:00:00.000Z'

/** Undoes what a person did since a moment: what it will write and what it will leave, then one click (REVERT-4). */
export function RevertDialog({ operation, person, choice, sheets, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const { now } = useServices()
  const [ever, setEver] = useState(false)
  const [sheet, setSheet] = useState<string>()
  // The start of the time is fixed while one reads what would happen.
  const [from] = useState(() => rangeOf(choice, now()).from)
  const [key] = useState(nanoid)
  const revert = useRevert(operation)
  const wish: RevertWish = {
    member: person.id,
    since: ever ? EVER : from,
    ...(sheet === undefined ? {} : { sheet }),
  }
  const preview = useRevertPreview(operation, wish)
  const nothing = preview.data !== undefined && sizeOf(preview.data) === 0
  const done = revert.data !== undefined
  return (
    <Modal
      open
      width={640}
      title={t('people.undoOf', { name: person.name })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        done ? (
          <Button type="primary" onClick={onClose}>
            {t('app.close')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('app.cancel')}</Button>
            <Button
              type="primary"
              danger
              disabled={preview.data === undefined || nothing}
              loading={revert.isPending}
              onClick={() => revert.mutate({ wish, key: `${key}-${wish.since}-${sheet ?? ''}` })}
            >
              {t('people.undoNow')}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <Undone result={revert.data} name={person.name} />
      ) : (
        <div className="revert">
          {revert.error === null ? null : (
            <Alert type="error" showIcon role="alert" title={sentenceOf(revert.error, i18n)} />
          )}
          <Radio.Group
            aria-label={t('people.since')}
            value={ever}
            onChange={event => setEver(event.target.value === true)}
            options={[
              { value: false, label: t('people.sinceRange') },
              { value: true, label: t('people.sinceFirst') },
            ]}
          />
          <span>
            {t('people.where')}{' '}
            <Select<string>
              size="small"
              aria-label={t('people.where')}
              popupMatchSelectWidth={false}
              value={sheet ?? ''}
              options={[
                { value: '', label: t('people.allSheets') },
                ...sheets.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={value => setSheet(value === '' ? undefined : value)}
            />
          </span>
          <Preview preview={preview.data} error={preview.error} sheets={sheets} />
        </div>
      )}
    </Modal>
  )
}

const sizeOf = ({ cells, rowsRemoved, rowsRestored }: RevertPreview): number => cells + rowsRemoved + rowsRestored

interface PreviewProps extends Pick<Props, 'sheets'> {
  readonly preview: RevertPreview | undefined
  readonly error: unknown
}

function Preview({ preview, error, sheets }: PreviewProps) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  if (error !== null) return <Alert type="error" showIcon role="alert" title={sentenceOf(error, i18n)} />
  if (preview === undefined)
    return (
      <p role="status">
        <Spin size="small" /> {t('people.checking')}
      </p>
    )
  const columnsOf = (sheet: string) => sheets.find(({ id }) => id === sheet)?.columns ?? []
  const columnOf = (sheet: string, column: string) => columnsOf(sheet).find(({ id }) => id === column)
  const word = (sheet: string, column: string): string =>
    column === ROW_GONE ? t('people.row') : (columnOf(sheet, column)?.label[language] ?? column)
  const show = (sheet: string, id: string, value: Scalar): string => {
    if (id === ROW_GONE) return t(value === true ? 'history.deleted' : 'history.restored')
    const column = columnOf(sheet, id)
    if (value === null) return t('history.empty')
    return column === undefined ? String(value) : formatCell(column, value, language, 'UTC')
  }
  return (
    <>
      <p role="status">
        {sizeOf(preview) === 0
          ? t('people.willNothing')
          : t('people.will', {
              cells: preview.cells,
              removed: preview.rowsRemoved,
              restored: preview.rowsRestored,
            })}
      </p>
      {preview.leftCount > 0 ? (
        <div>
          {t('people.willLeave', { count: preview.leftCount })}
          <LeftCells left={preview.left} count={preview.leftCount} columnsOf={columnsOf} />
        </div>
      ) : null}
      {preview.columns.length > 0 ? (
        <>
          <h3>{t('people.byColumn')}</h3>
          <ul className="revert-list">
            {preview.columns.slice(0, 8).map(({ sheet, column, cells }) => (
              <li key={`${sheet} ${column}`}>
                {sheets.find(({ id }) => id === sheet)?.title ?? sheet} · {word(sheet, column)}:{' '}
                {t('people.cells', { count: cells })}
              </li>
            ))}
          </ul>
          <h3>{t('people.sample')}</h3>
          <ul className="revert-list changes">
            {preview.sample.slice(0, 6).map(({ sheet, row, column, label, old, new: value }) => (
              <li key={`${sheet} ${row} ${column}`}>
                <span className="quiet">{label === '' ? row : label}</span> · {word(sheet, column)}:{' '}
                {column === ROW_GONE ? (
                  show(sheet, column, value)
                ) : (
                  <>
                    <del>{show(sheet, column, old)}</del> → <ins>{show(sheet, column, value)}</ins>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function Undone({ result, name }: { readonly result: CommandResult; readonly name: string }) {
  const { t, i18n } = useTranslation()
  const back = useTakeBack('revert', result.command.id)
  const shown = back.result ?? result
  const undone = shown.command.state === 'undone'
  return (
    <Result
      status={undone ? 'info' : 'success'}
      title={<span role="status">{undone ? t('people.listBack') : t('people.undoneTitle', { name })}</span>}
      subTitle={
        <>
          <div>{t('people.undoneText', { count: shown.written })}</div>
          {shown.command.leftCount > 0 ? <div>{t('people.undoneLeft', { count: shown.command.leftCount })}</div> : null}
          {back.error === undefined ? null : (
            <Alert type="error" showIcon role="alert" title={sentenceOf(back.error, i18n)} />
          )}
        </>
      }
      extra={
        <Button loading={back.busy} onClick={() => void (undone ? back.redo() : back.undo())}>
          {t(undone ? 'people.again' : 'people.takeBack')}
        </Button>
      }
    />
  )
}
