/** What a member sends of a form filled in for somebody. */
import type { Answers } from '../../shared/forms/answers.ts'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'

interface FiledHow {
  /** Sent again, it has no second effect. */
  readonly key: string
  readonly link: string | undefined
  readonly source: 'proxy' | 'paper'
}

export function filedOf({ questions, version }: PublicForm, answers: Answers, how: FiledHow): object {
  const asked = questions.find(({ input }) => input.type === 'photos')
  const given = asked === undefined ? undefined : answers[asked.id]
  return { ...how, version, answers, photos: Array.isArray(given) ? given : [] }
}
