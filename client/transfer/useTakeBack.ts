import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CommandInfo, type CommandResult, commandResult } from '../../shared/protocol/revert.ts'
import { useServices } from '../app/services.ts'

export interface TakeBack {
  /** What came of the newest call. */
  readonly result: CommandResult | undefined
  readonly busy: boolean
  readonly error: unknown
  readonly undo: () => Promise<void>
  readonly redo: () => Promise<void>
}

/** Takes an import or the undoing of a person back, and does it again. Trying the same step again after a lost answer does it once. */
export function useTakeBack(kind: CommandInfo['kind'], id: string): TakeBack {
  const { api } = useServices()
  const client = useQueryClient()
  const [result, setResult] = useState<CommandResult>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [steps, setSteps] = useState(0)
  const ask = (step: 'undo' | 'redo') => async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const path = `${kind}s/${encodeURIComponent(id)}/${step}`
      setResult(await api.post(path, {}, commandResult, `${step}-${id}-${steps}-${result?.command.stateAt ?? ''}`))
      setSteps(count => count + 1)
      await client.invalidateQueries({ queryKey: ['commands'] })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return { result, busy, error, undo: ask('undo'), redo: ask('redo') }
}
