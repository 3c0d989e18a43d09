import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, type InputRef, Select } from 'antd'
import type { TFunction } from 'i18next'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import type { FindOutcome, FindScope } from './Finder.ts'
import { ReplaceRow } from './ReplaceRow.tsx'

const SCOPES: readonly FindScope[] = ['sheet', 'column', 'selection']
/** Milliseconds without a key before the cells are searched. */
const PAUSE = 150

/** Find, and replace when asked for: stands between the tools and the rows and hides none of them. */
export function FindBar({ open }: { readonly open: OpenSheet }) {
  const { mode } = useStoreValue(open.finder.setting)
  return mode === 'closed' ? null : <OpenBar open={open} />
}

function OpenBar({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  const { finder } = open
  const setting = useStoreValue(finder.setting)
  const outcome = useStoreValue(finder.outcome)
  const field = useRef<InputRef>(null)
  const [typed, setTyped] = useState(setting.words)
  // Asked for again while it is open: the field is what is meant.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mode is why the field gets the keyboard
  useEffect(() => field.current?.focus({ cursor: 'all' }), [setting.mode])
  useEffect(() => {
    if (typed === finder.setting.get().words) return undefined
    const timer = setTimeout(() => finder.set({ words: typed }), PAUSE)
    return () => clearTimeout(timer)
  }, [typed, finder])
  const go = async (direction: 1 | -1): Promise<void> => {
    if (typed !== finder.setting.get().words) {
      finder.set({ words: typed })
      await finder.search()
    }
    finder.step(direction)
  }
  return (
    <search
      className="find-bar"
      aria-label={t('find.label')}
      onKeyDown={event => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
        event.stopPropagation()
        finder.close()
      }}
    >
      <div className="find-row">
        <Input
          ref={field}
          size="small"
          role="searchbox"
          className="find-words"
          aria-label={t('find.words')}
          placeholder={t('find.words')}
          title={t('find.shownOnly')}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) void go(event.shiftKey ? -1 : 1)
          }}
        />
        <output className="find-count" aria-live="polite">
          {typed === '' ? '' : outcomeWords(outcome, t)}
        </output>
        <Button
          size="small"
          type="text"
          icon={<ArrowUpOutlined aria-hidden />}
          aria-label={t('find.previous')}
          title={t('find.previous')}
          onClick={() => void go(-1)}
        />
        <Button
          size="small"
          type="text"
          icon={<ArrowDownOutlined aria-hidden />}
          aria-label={t('find.next')}
          title={t('find.next')}
          onClick={() => void go(1)}
        />
        <Checkbox
          checked={setting.caseSensitive}
          onChange={event => finder.set({ caseSensitive: event.target.checked })}
        >
          {t('find.caseSensitive')}
        </Checkbox>
        <Checkbox checked={setting.whole} onChange={event => finder.set({ whole: event.target.checked })}>
          {t('find.whole')}
        </Checkbox>
        <Checkbox checked={setting.onlyMatching} onChange={event => finder.set({ onlyMatching: event.target.checked })}>
          {t('find.onlyMatching')}
        </Checkbox>
        <Select<FindScope>
          size="small"
          className="find-scope"
          aria-label={t('find.scope')}
          value={setting.scope}
          onChange={scope => finder.set({ scope })}
          options={SCOPES.map(value => ({ value, label: t(`find.scopes.${value}`) }))}
        />
        {setting.mode === 'find' && !open.view.session.readOnly ? (
          <Button size="small" type="link" onClick={() => finder.open('replace')}>
            {t('find.replaceMode')}
          </Button>
        ) : null}
        <span className="find-gap" />
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('app.close')}
          onClick={() => finder.close()}
        />
      </div>
      {setting.mode === 'replace' && !open.view.session.readOnly ? (
        <ReplaceRow open={open} onDone={() => field.current?.focus()} />
      ) : null}
    </search>
  )
}

function outcomeWords({ count, at, progress }: FindOutcome, t: TFunction): string {
  if (progress !== undefined) return t('find.running', { percent: Math.round(progress * 100) })
  if (count === 0) return t('find.none')
  return at === 0 ? t('find.count', { count }) : t('find.at', { at, count })
}
