/** The edits the server refused, kept with their texts – over a closed tab too – until their author writes them again or drops them. */
import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import { scalar } from '../../shared/protocol/http.ts'
import type { EditKeeper } from './PendingEdits.ts'
import type { HeldEdit } from './session.ts'

const stored = z.object({
  id: z.string(),
  row: z.string(),
  column: z.string(),
  value: scalar,
  code: z.custom<ErrorCode>(code => typeof code === 'string' && Object.hasOwn(ERRORS, code)),
})

export class HeldEdits {
  #edits: readonly HeldEdit[]
  readonly #keeper: EditKeeper

  /** Takes up what an earlier visit left. */
  constructor(keeper: EditKeeper) {
    this.#keeper = keeper
    this.#edits = [...keeper.all()].flatMap(([, text]) => readStored(text) ?? [])
  }

  /** The same array until something changes. */
  all(): readonly HeldEdit[] {
    return this.#edits
  }

  add(edit: HeldEdit): void {
    this.#keeper.put(edit.id, JSON.stringify(edit))
    this.#edits = [...this.#edits, edit]
  }

  drop(id: string): void {
    this.#keeper.remove(id)
    this.#edits = this.#edits.filter(edit => edit.id !== id)
  }
}

function readStored(text: string): HeldEdit | undefined {
  try {
    return stored.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
