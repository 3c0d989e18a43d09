import { Alert, Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportResult } from '../../shared/protocol/imports.ts'
import type { Column } from '../../shared/schema/column.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { useServices } from '../app/services.ts'
import { LeftCells } from './LeftCells.tsx'
import { RefusalsLink } from './RefusalsLink.tsx'
import { useTakeBack } from './useTakeBack.ts'

interface Props {
  readonly id: string
  readonly result: ImportResult
  readonly columns: readonly Column[]
}

/** What an import did, what it left, and the one step that takes all of it back (IMP-9). */
export function ImportDone({ id, result, columns }: Props) {
  const { t, i18n } = useTranslation()
  const { api } = useServices()
  const back = useTakeBack('import', id)
  const undone = back.result?.command.state === 'undone'
  const refused = result.refusedRows + result.refusedCells > 0
  const columnsOf = () => columns
  const title =
    back.result === undefined
      ? t('import.done', { count: result.added })
      : t(undone ? 'imports.undone' : 'imports.redone')
  return (
    <Result
      status={undone ? 'info' : 'success'}
      title={<span role="status">{title}</span>}
      subTitle={
        <>
          {result.updatedRows > 0 ? (
            <div>{t('imports.doneUpdated', { rows: result.updatedRows, cells: result.updatedCells })}</div>
          ) : null}
          {result.alreadyThere > 0 ? <div>{t('import.doneAlready', { count: result.alreadyThere })}</div> : null}
          {result.skipped > 0 ? <div>{t('imports.doneSkipped', { count: result.skipped })}</div> : null}
          {refused ? (
            <div>{t('import.doneRefused', { rows: result.refusedRows, cells: result.refusedCells })}</div>
          ) : null}
          {result.leftCount > 0 ? (
            <>
              <div>{t('imports.doneLeft', { count: result.leftCount })}</div>
              <LeftCells left={result.left} count={result.leftCount} columnsOf={columnsOf} />
            </>
          ) : null}
        </>
      }
      extra={
        <div className="import-after">
          {back.error === undefined ? null : (
            <Alert type="error" showIcon role="alert" title={sentenceOf(back.error, i18n)} />
          )}
          {back.result !== undefined && back.result.command.leftCount > 0 ? (
            <div>
              {t('imports.undoneLeft', { count: back.result.command.leftCount })}
              <LeftCells left={back.result.command.left} count={back.result.command.leftCount} columnsOf={columnsOf} />
            </div>
          ) : null}
          {refused ? <RefusalsLink href={api.url(`imports/${encodeURIComponent(id)}/refusals`)} /> : null}
          <Button loading={back.busy} onClick={() => void (undone ? back.redo() : back.undo())}>
            {t(undone ? 'imports.redo' : 'imports.undo')}
          </Button>
        </div>
      }
    />
  )
}
