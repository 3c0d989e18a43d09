/**
 * Colours of choices that mean something: red is urgent, green is done, grey is closed. The word stands in the cell, so nobody needs to
 * see the colour.
 */
export type Tone = 'pressing' | 'urgent' | 'done' | 'closed'

const TONES: Readonly<Record<string, Readonly<Record<string, Tone>>>> = {
  urgency: { critical: 'pressing', urgent: 'urgent' },
  status: { met: 'done', withdrawn: 'closed', duplicate: 'closed' },
}

/** The tones of a column's choices: class name → the choices that get it. */
export function toneClasses(column: string): ReadonlyMap<string, ReadonlySet<string>> {
  const classes = new Map<string, Set<string>>()
  for (const [choice, tone] of Object.entries(TONES[column] ?? {})) {
    const choices = classes.get(`tone-${tone}`) ?? new Set()
    classes.set(`tone-${tone}`, choices.add(choice))
  }
  return classes
}
