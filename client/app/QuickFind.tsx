import { SearchOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { type RefObject, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Milliseconds without a key before the rows are searched. */
const PAUSE = 180

interface Props {
  readonly field: RefObject<InputRef | null>
  readonly words: string
  readonly onWords: (words: string) => void
  /** The person is done typing and wants to be in the rows. */
  readonly onLeave: () => void
}

/** Finds words in all columns; Enter goes to the rows found, Esc shows all again. */
export function QuickFind({ field, words, onWords, onLeave }: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  useEffect(() => {
    if (typed === words) return
    const timer = setTimeout(() => onWords(typed), PAUSE)
    return () => clearTimeout(timer)
  }, [typed, words, onWords])
  return (
    <Input
      ref={field}
      className="find"
      size="small"
      role="searchbox"
      prefix={<SearchOutlined className="quiet" aria-hidden />}
      allowClear
      placeholder={t('frame.find')}
      aria-label={t('frame.findHint')}
      title={t('frame.findHint')}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        onWords(event.key === 'Escape' ? '' : typed)
        onLeave()
      }}
    />
  )
}
