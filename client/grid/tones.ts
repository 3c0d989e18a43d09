/**
 * Colours of choices that mean something: red is urgent, green is done, grey is closed. The word stands in the cell, so nobody needs to
 * see the colour.
 */
import type { Column } from '../../shared/schema/column.ts'

export type Tone = 'pressing' | 'urgent' | 'done' | 'closed'

const TONES: Readonly<Record<string, Readonly<Record<string, Tone>>>> = {
  urgency: { critical: 'pressing', urgent: 'urgent' },
  status: { met: 'done', withdrawn: 'closed', duplicate: 'closed' },
}

/** The tones of a column's choices, and the colours a coordinator gave them: class name → the choices that get it. */
export function toneClasses({ id: column, kind }: Column): ReadonlyMap<string, ReadonlySet<string>> {
  const classes = new Map<string, Set<string>>()
  for (const { value, color } of kind.type === 'choice' ? kind.choices : []) {
    if (color === undefined) continue
    classes.set(`choice-${color}`, (classes.get(`choice-${color}`) ?? new Set()).add(value))
  }
  for (const [choice, tone] of Object.entries(TONES[column] ?? {})) {
    const choices = classes.get(`tone-${tone}`) ?? new Set()
    classes.set(`tone-${tone}`, choices.add(choice))
  }
  return classes
}
