/** How Chinese sounds, for headers typed in pinyin, by initials, or with the wrong character of the same sound. Runs in the worker. */
import { pinyin } from 'pinyin-pro'
import type { Spelling } from '../../shared/tabular/headerWords.ts'

/** Pinyin without tones, run together; what is not Chinese stays as it is. */
export function spell(text: string): Spelling {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
  return {
    full: syllables.join('').toLowerCase(),
    initials: syllables
      .map(syllable => syllable.charAt(0))
      .join('')
      .toLowerCase(),
  }
}
