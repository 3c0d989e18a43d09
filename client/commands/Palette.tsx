import { Input, Modal } from 'antd'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OpenSheet } from '../app/openSheet.ts'
import { useSheets } from '../app/queries.ts'
import { inSlices } from '../find/inSlices.ts'
import { isMac, shownKeys } from './keyPress.ts'
import { choose } from './menuItems.tsx'
import { namedLines, type PaletteLine, rowLines } from './paletteLines.ts'

/** Milliseconds without a key before the rows are looked through. */
const PAUSE = 150
const LIST = 'palette-list'

/** Everything by its name: commands, sheets, rows. Arrows choose, Enter goes (KEY-9). */
export function Palette({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const named = useNamed(words, open)
  const rows = useRows(words, open)
  const lines = [...named, ...rows]
  const take = (line: PaletteLine | undefined): void => {
    if (line === undefined) return
    onClose()
    if (line.kind === 'command') choose(line.id, open)
    else if (line.kind === 'sheet') navigate(`/o/${line.sheet.operation}/s/${line.sheet.id}`)
    else open.view.reveal(line.place)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') take(lines[at])
    if (step === undefined || lines.length === 0) return
    event.preventDefault()
    const next = (at + step + lines.length) % lines.length
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <Modal open closable={false} footer={null} width={560} title={t('keys.palette')} onCancel={onClose}>
      <Input
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={LIST}
        aria-activedescendant={lines.length === 0 ? undefined : `${LIST}-${at}`}
        aria-label={t('keys.paletteHint')}
        placeholder={t('keys.paletteHint')}
        value={words}
        onChange={event => {
          setWords(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <div ref={list} id={LIST} className="palette-list" role="listbox" aria-label={t('keys.palette')}>
        {lines.map((line, place) => (
          <div
            key={`${line.kind}:${line.id}`}
            id={`${LIST}-${place}`}
            className="palette-line"
            role="option"
            aria-selected={place === at}
            tabIndex={-1}
            onMouseDown={event => event.preventDefault()}
            onClick={() => take(line)}
            onKeyDown={onKey}
          >
            <span className="palette-kind">{t(`keys.paletteKind.${line.kind}`)}</span>
            <span className="palette-label">{line.label}</span>
            {line.kind === 'command' && line.command.keys?.[0] !== undefined ? (
              <kbd className="menu-keys">{shownKeys(line.command.keys[0], isMac())}</kbd>
            ) : null}
          </div>
        ))}
      </div>
      {lines.length === 0 ? <p className="quiet">{t('keys.paletteNone')}</p> : null}
    </Modal>
  )
}

function useNamed(words: string, open: OpenSheet): readonly PaletteLine[] {
  const { t } = useTranslation()
  const { data } = useSheets()
  const [spells, setSpells] = useState(false)
  useEffect(() => {
    void open.view.aids.pinyin.load().then(() => setSpells(true))
  }, [open.view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the dictionary is there the same words find more
  return useMemo(() => namedLines(words, open, data ?? [], t), [words, open, data, t, spells])
}

function useRows(words: string, open: OpenSheet): readonly PaletteLine[] {
  const [rows, setRows] = useState<readonly PaletteLine[]>([])
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const found = await inSlices(rowLines(words, latest.current), stop.signal)
      if (found !== undefined) setRows(found)
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [words])
  return rows
}
