import { useEffect, useState } from 'react'
import type { Answer } from '../../shared/forms/answers.ts'
import type { PlaceItem } from '../../shared/protocol/publicForms.ts'
import type { PlaceLevel } from '../../shared/schema/column.ts'
import { type Language, WORDS } from './words.ts'

/** The places directly under one; the provinces without. */
export type FindPlaces = (under: string | undefined) => Promise<readonly PlaceItem[]>

interface Props {
  readonly id: string
  readonly level: PlaceLevel
  /** The place the link has fixed: what lies in it is offered. */
  readonly within: string | null
  /** Key of the finest place chosen, empty without one. */
  readonly answer: string
  readonly language: Language
  readonly onAnswer: (answer: Answer) => void
  readonly findPlaces: FindPlaces
}

const LEVELS: readonly PlaceLevel[] = ['province', 'city', 'district']

/** The places above one, from the province down to itself, by the way GB/T 2260 numbers them. Those that do not exist are in no list and are passed over. */
export function placesAbove(key: string): readonly string[] {
  if (!/^\d{6}$/.test(key)) return []
  const all = [`${key.slice(0, 2)}0000`, `${key.slice(0, 4)}00`, key]
  return all.filter((each, at) => all.indexOf(each) === at)
}

/** One list after the other, each asked for when the one before it is chosen: no phone loads three thousand names to say one. */
export function PlaceField({ id, level, within, answer, language, onAnswer, findPlaces }: Props) {
  const words = WORDS[language]
  const [lists, setLists] = useState<readonly (readonly PlaceItem[])[]>([])
  const [failed, setFailed] = useState(false)
  const [again, setAgain] = useState(0)
  const finest = LEVELS.indexOf(level)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is the person's wish to try once more.
  useEffect(() => {
    let gone = false
    const load = async (): Promise<void> => {
      const found: (readonly PlaceItem[])[] = []
      let under = within ?? undefined
      for (;;) {
        const list = (await findPlaces(under)).filter(each => LEVELS.indexOf(each.level) <= finest)
        if (list.length === 0) break
        found.push(list)
        const chosen = chosenOf(list, answer)
        if (chosen === undefined || LEVELS.indexOf(chosen.level) >= finest) break
        under = chosen.key
      }
      if (gone) return
      setLists(found)
      setFailed(false)
    }
    load().catch(() => {
      if (!gone) setFailed(true)
    })
    return () => {
      gone = true
    }
  }, [answer, within, finest, findPlaces, again])

  return (
    <>
      {lists.map((list, at) => {
        const chosen = chosenOf(list, answer)
        const above = at === 0 ? '' : (chosenOf(lists[at - 1] ?? [], answer)?.key ?? '')
        const name = words[list[0]?.level ?? 'province']
        return (
          <select
            key={above}
            id={`${id}-${at}`}
            aria-label={name}
            value={chosen?.key ?? ''}
            onChange={event => onAnswer(event.target.value === '' ? above : event.target.value)}
          >
            <option value="">{name}</option>
            {list.map(each => (
              <option key={each.key} value={each.key}>
                {each.name}
              </option>
            ))}
          </select>
        )
      })}
      {failed ? (
        <button type="button" className="form-quiet" onClick={() => setAgain(count => count + 1)}>
          {words.placesFailed}
        </button>
      ) : null}
    </>
  )
}

/** Which of a list the answer is, or lies in. */
const chosenOf = (list: readonly PlaceItem[], answer: string): PlaceItem | undefined => {
  const above = placesAbove(answer)
  return list
    .filter(({ key }) => above.indexOf(key) >= 0)
    .sort((a, b) => above.indexOf(b.key) - above.indexOf(a.key))[0]
}
