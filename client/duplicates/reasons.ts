import type { TFunction } from 'i18next'

/** Why rows are taken for one, in the order it is told. */
const REASONS = [
  'sameContact',
  'sameItem',
  'likeItem',
  'sameSpecification',
  'sameOrganization',
  'likeOrganization',
  'samePlace',
  'nearPlace',
  'sameDistrict',
  'sameText',
  'sameDay',
  'nearDay',
  'sameQuantity',
] as const

/** The reasons in words; those a newer hub knows are left out. */
export const reasonTexts = (reasons: readonly string[], t: TFunction): readonly string[] =>
  REASONS.filter(reason => reasons.includes(reason)).map(reason => t(`duplicates.why.${reason}`))
