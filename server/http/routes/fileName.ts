/** How an uploaded file is called. */
import { HubError } from '../../../shared/protocol/errors.ts'
import type { Asked } from '../route.ts'

/** The name a browser or the command line gave the file, percent-encoded because headers are ASCII. Throws HubError `bad-request` without one. */
export function fileName({ header }: Pick<Asked<unknown, unknown>, 'header'>): string {
  const name = header('x-file-name')
  if (name === undefined || name === '') throw new HubError('bad-request', 'X-File-Name is missing.')
  try {
    return decodeURIComponent(name)
  } catch (cause) {
    throw new HubError('bad-request', 'X-File-Name: percent-encode it as UTF-8.', { cause })
  }
}
