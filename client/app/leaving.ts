/**
 * Signing out without a network (PHONE-11): the session is a cookie that no script can take away, so it is remembered on this device that the person
 * has left, and nobody is let in by that session again: it is ended on the server before the server is asked who is signed in.
 */
import { readSetting, writeSetting } from '../ui/localSetting.ts'
import { ApiError } from './ApiError.ts'
import type { Api } from './api.ts'

const LEAVING = 'leaving'

/** The session is still to be ended. */
export const leaveLater = (): void => writeSetting(LEAVING, 'yes')

/** Somebody has signed in anew: their session is not the one that was left. */
export const arrived = (): void => writeSetting(LEAVING, undefined)

/** Ends a session that was left without a network. True while that is still not possible: nobody is signed in then. */
export async function stillLeaving(api: Pick<Api, 'remove'>): Promise<boolean> {
  if (readSetting(LEAVING) === undefined) return false
  try {
    await api.remove('session')
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'not-signed-in')) return true
  }
  arrived()
  return false
}
