import { HubError } from '../../shared/protocol/errors.ts'
import { CommandError } from './command.ts'

/** A directory in use, or any other conflict, in words of the command line; every other error as it is. */
export function explainOwner(error: unknown): unknown {
  return error instanceof HubError && error.code === 'conflict'
    ? new CommandError(error.detail ?? error.message)
    : error
}
