/** Addresses of the page, in one place. */

export const operationPath = (operation: string): string => `/o/${encodeURIComponent(operation)}`
export const sheetPath = (operation: string, sheet: string): string =>
  `${operationPath(operation)}/s/${encodeURIComponent(sheet)}`

/** The sign-in page that leads back to where the person wanted to go. */
export const signInPath = (wanted: string): string =>
  wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`

/** Where to go after signing in: a path of this page and nothing else, so that no link can lead away from here (PAGE-6). */
export function pathAfterSignIn(search: string): string {
  const next = new URLSearchParams(search).get('next')
  if (next === null || !/^\/(?![/\\])[^\\]*$/.test(next) || next.startsWith('/sign-in')) return '/'
  return next
}

/** The token of a setup or demo link: `#<token>` or `#token=<token>`. Undefined when the link was cut. */
export function tokenOfFragment(hash: string): string | undefined {
  const text = hash.replace(/^#/, '')
  const token = new URLSearchParams(text).get('token') ?? decodeURIComponentOr(text)
  return token === '' ? undefined : token
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
