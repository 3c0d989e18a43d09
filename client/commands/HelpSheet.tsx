import { Empty, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { normalizeWord } from '../../shared/schema/parse.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { COMMANDS } from './all.ts'
import { COMMAND_GROUPS, isVisible } from './Command.ts'
import { gridKeys } from './gridKeys.ts'
import { isMac, shownKeys } from './keyPress.ts'

interface Line {
  readonly id: string
  readonly label: string
  readonly keys: readonly string[]
}

/** Every command with its keys, by group, and the keys of the rows; a field narrows the list (KEY-5). */
export function HelpSheet({ open, onClose }: { readonly open: OpenSheet; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const wanted = normalizeWord(words)
  const fits = ({ label, keys }: Line): boolean => normalizeWord(`${label}${keys.join('')}`).includes(wanted)
  const groups = [
    ...COMMAND_GROUPS.map(group => ({
      title: t(`keys.group.${group}`),
      lines: COMMANDS.filter(command => command.group === group && isVisible(command, open)).map(command => ({
        id: command.id,
        label: command.label(t, open),
        keys: command.keys ?? [],
      })),
    })),
    { title: t('keys.inRows'), lines: gridKeys(t).map(({ label, keys }) => ({ id: label, label, keys })) },
  ]
    .map(({ title, lines }) => ({ title, lines: lines.filter(fits) }))
    .filter(({ lines }) => lines.length > 0)
  return (
    <Modal open title={t('keys.helpTitle')} footer={null} width={860} onCancel={onClose}>
      <Input
        autoFocus
        allowClear
        role="searchbox"
        aria-label={t('keys.helpSearch')}
        placeholder={t('keys.helpSearch')}
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by who scrolls with keys */}
      <div className="help-sheet" tabIndex={0}>
        {groups.map(({ title, lines }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            <ul>
              {lines.map(line => (
                <li key={line.id}>
                  <span>{line.label}</span>
                  <Keys keys={line.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('keys.helpNone')} /> : null}
      </div>
    </Modal>
  )
}

const Keys = ({ keys }: { readonly keys: readonly string[] }) => (
  <span className="help-keys">
    {keys.map(each => (
      <kbd key={each}>{shownKeys(each, isMac())}</kbd>
    ))}
  </span>
)
