/**
 * Small choices kept on this device (language, theme, the last sheet, column widths). Never data of the operation.
 * A browser that forbids storage just forgets them.
 */

/** What was kept under this name, or undefined. */
export function readSetting(name: string): string | undefined {
  try {
    return localStorage.getItem(`gongji.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text under this name; undefined forgets it. */
export function writeSetting(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`gongji.${name}`)
    else localStorage.setItem(`gongji.${name}`, value)
  } catch {
    // Storage is full or forbidden: the choice lasts until the page is closed, nothing else depends on it.
  }
}
