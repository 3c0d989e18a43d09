import { useRef, useState } from 'react'
import type { Answer } from '../../shared/forms/answers.ts'
import { shrinkPhoto } from './shrinkPhoto.ts'
import { type Language, say, WORDS } from './words.ts'

/** Sends one picture; resolves to the id the hub gave it. `onProgress` gets 0 … 1. */
export type SendPhoto = (picture: Blob, onProgress: (part: number) => void) => Promise<string>

interface Props {
  readonly id: string
  readonly most: number
  readonly bytes: number
  /** Those that are with the hub. */
  readonly ids: readonly string[]
  readonly language: Language
  readonly onAnswer: (answer: Answer) => void
  readonly sendPhoto: SendPhoto
}

interface Picture {
  readonly name: string
  readonly file: Blob
  readonly state: 'sending' | 'failed' | 'done'
  /** 0 … 1 */
  readonly part: number
  readonly id: string | undefined
}

/** Pictures are made small and sent while the rest is still being filled in; one that did not get through is sent again by a tap. */
export function PhotosField({ id, most, bytes, ids, language, onAnswer, sendPhoto }: Props) {
  const words = WORDS[language]
  const mb = bytes / 1024 / 1024
  const [pictures, setPictures] = useState<readonly Picture[]>(() =>
    ids.map((each, at) => ({ name: String(at + 1), file: new Blob(), state: 'done', part: 1, id: each })),
  )
  const [refusal, setRefusal] = useState('')
  const latest = useRef(ids)
  latest.current = ids

  const update = (file: Blob, change: Partial<Picture>): void =>
    setPictures(all => all.map(each => (each.file === file ? { ...each, ...change } : each)))
  const answer = (next: readonly string[]): void => {
    latest.current = next
    onAnswer(next)
  }
  const send = async (file: Blob): Promise<void> => {
    update(file, { state: 'sending', part: 0 })
    try {
      const kept = await sendPhoto(file, part => update(file, { part }))
      update(file, { state: 'done', id: kept })
      answer([...latest.current, kept])
    } catch (error) {
      update(file, { state: 'failed' })
      const status = (error as { status?: number }).status
      if (status === 413) setRefusal(say(language, 'photoLarge', { name: '', mb }))
    }
  }
  const add = async (files: readonly File[]): Promise<void> => {
    setRefusal('')
    const free = most - pictures.length
    if (files.length > free) setRefusal(say(language, 'photoMany', { n: most }))
    for (const file of files.slice(0, Math.max(0, free))) {
      if (file.type !== '' && !/^image\//.test(file.type)) {
        setRefusal(say(language, 'photoBad', { name: file.name }))
        continue
      }
      const small = await shrinkPhoto(file)
      if (small.size > bytes) {
        setRefusal(say(language, 'photoLarge', { name: file.name, mb }))
        continue
      }
      setPictures(all => [...all, { name: file.name, file: small, state: 'sending', part: 0, id: undefined }])
      void send(small)
    }
  }
  const remove = (picture: Picture): void => {
    setPictures(all => all.filter(each => each !== picture))
    if (picture.id !== undefined) answer(latest.current.filter(each => each !== picture.id))
  }

  return (
    <>
      <p className="form-help">{say(language, 'photoLimit', { n: most, mb })}</p>
      <ul className="form-photos">
        {pictures.map((picture, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two photos may have one name, and they keep their places.
          <li key={at}>
            <span>{picture.name}</span>{' '}
            {picture.state === 'sending' ? (
              <progress value={picture.part} max={1} aria-label={picture.name} />
            ) : picture.state === 'done' ? (
              <span className="form-done">✓ {words.photoDone}</span>
            ) : (
              <button type="button" className="form-quiet" onClick={() => void send(picture.file)}>
                ⚠ {words.photoFailed} · {words.sendAgain}
              </button>
            )}{' '}
            <button
              type="button"
              className="form-quiet"
              aria-label={`${words.remove} ${picture.name}`}
              onClick={() => remove(picture)}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      {pictures.length < most ? (
        <label className="form-file">
          <span>＋ {words.addPhotos}</span>
          <input
            id={`${id}-file`}
            type="file"
            accept="image/*"
            multiple
            onChange={event => {
              const { files } = event.target
              void add(files === null ? [] : (Array.prototype.slice.call(files) as File[]))
              event.target.value = ''
            }}
          />
        </label>
      ) : null}
      <p className="form-fault" role="status">
        {refusal}
      </p>
    </>
  )
}
