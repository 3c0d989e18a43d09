import { useQueryClient } from '@tanstack/react-query'
import { App as AntApp } from 'antd'
import { nanoid } from 'nanoid'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import { type BulkWeight, bulkResult, bulkWeight, MAX_BULK, suggestionsMade } from '../../shared/protocol/guard.ts'
import type { Me, SheetInfo } from '../../shared/protocol/http.ts'
import type { CellEdit } from '../../shared/sheet/cell.ts'
import type { WishKind } from '../../shared/sheet/UndoStack.ts'
import { ApiError, isErrorCode, sentenceOf } from '../app/ApiError.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import type { SheetSession } from '../sync/session.ts'
import type { GuardDesk } from './guardedSession.ts'
import { type NewRowCells, NewRowFields } from './NewRowFields.tsx'

/** The desk before an open sheet: asks before mass edits, and takes a newcomer's edits to the coordinators. The same object while the sheet is open. */
export function useGuardDesk(sheet: SheetInfo, me: Me): GuardDesk {
  const { api, now } = useServices()
  const client = useQueryClient()
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { message, modal } = AntApp.useApp()
  const zone = me.operations.find(({ id }) => id === sheet.operation)?.timeZone ?? 'Asia/Shanghai'
  const latest = useRef({ sheet, me, t, i18n, language, zone })
  latest.current = { sheet, me, t, i18n, language, zone }
  return useMemo<GuardDesk>(() => {
    const path = (): string => `sheets/${encodeURIComponent(latest.current.sheet.id)}`
    /** Texts stay with their author; what was to be emptied holds none. */
    const hold = (session: SheetSession, edits: readonly CellEdit[], code: ErrorCode): void => {
      const texts = edits.filter(({ value }) => value !== null)
      if (texts.length > 0) session.hold(texts, code)
    }
    const tell = (code: ErrorCode): void => void message.warning(ERRORS[code][latest.current.language], 8)
    const suggest = async (session: SheetSession, edits: readonly CellEdit[]): Promise<void> => {
      try {
        const { waiting } = await api.post(`${path()}/suggestions`, { edits }, suggestionsMade)
        message.success(latest.current.t('guard.suggested', { count: edits.length, waiting }))
      } catch (error) {
        hold(session, edits, 'waits-for-nod')
        message.warning(sentenceOf(error, latest.current.i18n), 8)
      }
      await client.invalidateQueries({ queryKey: ['suggestions', latest.current.sheet.id] })
    }
    const bulk = async (session: SheetSession, edits: readonly CellEdit[], kind: WishKind): Promise<void> => {
      const cells = edits.map(({ row, column, value }) => ({
        row,
        column,
        before: session.sheet.value(row, column),
        after: value,
      }))
      try {
        const { written } = await api.post(`${path()}/bulk-edits`, { edits }, bulkResult)
        whenShown(session, edits, () => session.noteDone({ kind, cells }))
        message.success(latest.current.t('guard.bulkDone', { count: written }))
      } catch (error) {
        hold(session, edits, error instanceof ApiError && isErrorCode(error.code) ? error.code : 'overloaded')
        message.error(sentenceOf(error, latest.current.i18n), 8)
      }
    }
    const confirm = (session: SheetSession, edits: readonly CellEdit[], kind: WishKind, weight: BulkWeight): void => {
      const { t } = latest.current
      const parts = [
        ...(weight.emptied > 0 ? [t('guard.willEmpty', { count: weight.emptied })] : []),
        ...(weight.overwritten > 0 ? [t('guard.willOverwrite', { count: weight.overwritten })] : []),
        t('guard.ofOthers', { count: weight.others }),
      ]
      modal.confirm({
        title: t('guard.bulkTitle'),
        content: `${parts.join(t('guard.comma'))}${t('guard.bulkHint')}`,
        okText: t('guard.bulkOk'),
        okButtonProps: { danger: true },
        cancelText: t('app.cancel'),
        onOk: () => bulk(session, edits, kind),
      })
    }
    const braked = async (
      session: SheetSession,
      edits: readonly CellEdit[],
      kind: WishKind,
      write: () => void,
    ): Promise<void> => {
      const { sheet, me, t } = latest.current
      if (edits.length > MAX_BULK) return void message.warning(t('guard.tooMany', { count: MAX_BULK }), 8)
      try {
        const weight = await api.post(`${path()}/bulk-edits/weight`, { edits }, bulkWeight)
        if (weight.refused === undefined) return write()
        if (mayI(me, 'edit.bulk', sheet.operation)) return confirm(session, edits, kind, weight)
        hold(session, edits, weight.refused)
        tell(weight.refused)
      } catch (error) {
        hold(session, edits, 'mass-overwrite')
        message.warning(sentenceOf(error, latest.current.i18n), 8)
      }
    }
    return {
      now,
      waits: () => latest.current.sheet.waits === true,
      suggest: (session, edits) => void suggest(session, edits),
      braked: (session, edits, kind, write) => void braked(session, edits, kind, write),
      newRow(session) {
        const { sheet, t, language, zone } = latest.current
        const row: NewRowCells = { edits: [], problem: true }
        modal.confirm({
          title: t('guard.newRow'),
          icon: null,
          width: 560,
          content: (
            <NewRowFields
              columns={sheet.columns}
              language={language}
              zone={zone}
              requiredHint={t('guard.newRowHint')}
              onChange={next => Object.assign(row, next)}
            />
          ),
          okText: t('guard.suggest'),
          cancelText: t('app.cancel'),
          onOk: () => {
            if (row.problem) return Promise.reject(new Error('something is missing or does not fit'))
            const id = nanoid(12)
            return suggest(
              session,
              row.edits.map(edit => ({ ...edit, row: id })),
            )
          },
        })
      },
    }
  }, [api, client, message, modal, now])
}

/** Runs `then` once the sheet shows these values: what arrives after it would look like a colleague's. */
function whenShown(session: SheetSession, edits: readonly CellEdit[], then: () => void): void {
  const { sheet } = session
  const shown = (): boolean => edits.every(({ row, column, value }) => sheet.value(row, column) === value)
  if (shown()) return then()
  const stop = sheet.onChange(() => {
    if (!shown()) return
    stop()
    then()
  })
}
