/** The times one looks at. A custom one is written as the operation's clock shows it. */

const HOUR = 3_600_000

export type TimeChoice =
  | { readonly kind: 'hour' | 'hours4' | 'day' }
  /** ISO 8601; without an end up to now. */
  | { readonly kind: 'custom'; readonly from: string; readonly to?: string }

const LENGTH = { hour: HOUR, hours4: 4 * HOUR, day: 24 * HOUR } as const

/** Its two ends, ISO 8601. */
export function rangeOf(choice: TimeChoice, now: number): { readonly from: string; readonly to: string } {
  const to = choice.kind === 'custom' && choice.to !== undefined ? choice.to : new Date(now).toISOString()
  const from = choice.kind === 'custom' ? choice.from : new Date(now - LENGTH[choice.kind]).toISOString()
  return { from, to }
}
