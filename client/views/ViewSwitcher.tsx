import { DownOutlined } from '@ant-design/icons'
import { App as AntApp, Button, Dropdown } from 'antd'
import type { ItemType } from 'antd/es/menu/interface.js'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SheetViewInfo } from '../../shared/protocol/views.ts'
import { PLAIN_VIEW, sameContent } from '../../shared/views/content.ts'
import { ApiError, sentenceOf } from '../app/ApiError.ts'
import type { OpenSheet } from '../app/openSheet.ts'
import { mayI } from '../app/rights.ts'
import { useServices } from '../app/services.ts'
import { useLanguage } from '../i18n/language.ts'
import { copyText } from '../ui/copyText.ts'
import { momentText } from '../ui/moments.ts'
import { useStoreValue } from '../ui/valueStore.ts'
import { linkTo } from './linkTo.ts'
import type { ViewBook } from './useViews.ts'
import { type NameWish, ViewNameDialog } from './ViewNameDialog.tsx'

interface Props {
  readonly open: OpenSheet
  readonly book: ViewBook
}

type Dialog = 'none' | 'saveAs' | 'rename'

/** Which view is on screen, the others to choose from, and what can be done with this one (VIEW-15). */
export function ViewSwitcher({ open, book }: Props) {
  const { t } = useTranslation()
  const { view, me, operation } = open
  const chosen = useStoreValue(view.chosen)
  const content = useStoreValue(view.content)
  const [dialog, setDialog] = useState<Dialog>('none')
  const deeds = useDeeds(open, book, setDialog)
  const may = { keep: mayI(me, 'view.keep', operation.id), share: mayI(me, 'view.share', operation.id) }
  const changed = !sameContent(content, chosen?.content ?? PLAIN_VIEW)
  const mayChange = chosen !== undefined && (chosen.shared ? may.share : may.keep)
  const name = chosen?.name ?? t('views.plain')
  return (
    <span className="view-switcher">
      {changed && mayChange ? (
        <Button size="small" type="primary" onClick={() => void deeds.save(chosen)}>
          {t('views.save')}
        </Button>
      ) : null}
      {changed && may.keep ? (
        <Button size="small" onClick={() => setDialog('saveAs')}>
          {t('views.saveAs')}
        </Button>
      ) : null}
      {changed ? (
        <Button size="small" type="text" onClick={() => book.choose(chosen)}>
          {t('views.discard')}
        </Button>
      ) : null}
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        onOpenChange={shown => {
          if (shown) void book.refresh()
        }}
        menu={{
          className: 'arrange-menu',
          'aria-label': t('views.view', { name }),
          selectedKeys: [chosen?.id ?? ':plain'],
          items: menuItems(book.items, chosen, may, t),
          onClick: ({ key }) => deeds.choose(key, chosen),
        }}
      >
        <Button size="small" className="view-button" title={changed ? t('views.changed') : ''}>
          <span className="view-name">{t('views.view', { name })}</span>
          {changed ? (
            <>
              <span className="view-changed" aria-hidden>
                ●
              </span>
              <span className="visually-hidden">{t('views.changed')}</span>
            </>
          ) : null}
          <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      {dialog === 'none' ? null : (
        <ViewNameDialog
          kind={dialog}
          name={dialog === 'rename' ? name : ''}
          mayShare={may.share}
          onCancel={() => setDialog('none')}
          onDone={wish => deeds.named(dialog, wish, chosen)}
        />
      )}
    </span>
  )
}

function menuItems(
  items: readonly SheetViewInfo[],
  chosen: SheetViewInfo | undefined,
  may: { readonly keep: boolean; readonly share: boolean },
  t: TFunction,
): ItemType[] {
  const of = (shared: boolean): ItemType[] =>
    items
      .filter(item => item.shared === shared)
      .map(item => ({ key: item.id, label: item.default ? `${item.name} · ${t('views.isDefault')}` : item.name }))
  const group = (label: string, children: ItemType[]): ItemType[] =>
    children.length === 0 ? [] : [{ type: 'group', label, children }]
  const mine = chosen !== undefined && (chosen.shared ? may.share : may.keep)
  const deeds: ItemType[] = [
    ...(may.keep ? [{ key: ':saveAs', label: t('views.saveAs') }] : []),
    ...(mine ? [{ key: ':rename', label: t('views.rename') }] : []),
    ...(mine && may.share ? [{ key: ':share', label: chosen.shared ? t('views.unshare') : t('views.share') }] : []),
    ...(mine && may.share && chosen.shared
      ? [{ key: ':default', label: chosen.default ? t('views.dropDefault') : t('views.makeDefault') }]
      : []),
    { key: ':link', label: t('views.copyLink') },
    ...(mine ? [{ key: ':remove', danger: true, label: t('views.remove') }] : []),
  ]
  return [
    { key: ':plain', label: t('views.plain'), title: t('views.plainHint') },
    ...group(t('views.own'), of(false)),
    ...group(t('views.shared'), of(true)),
    { type: 'divider' },
    ...deeds,
  ]
}

/** What the switcher does, with what is said about it. */
function useDeeds(open: OpenSheet, book: ViewBook, show: (dialog: Dialog) => void) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { now } = useServices()
  const { message, modal } = AntApp.useApp()
  const { view, zone } = open
  const tried = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      void message.error(t('views.failed', { reason: sentenceOf(error, i18n) }))
      return false
    }
  }
  /** Somebody else saved it since: says who and when; nothing on screen is lost. */
  const tellConflict = async (mine: SheetViewInfo): Promise<void> => {
    const theirs = (await book.refresh()).find(({ id }) => id === mine.id)
    if (theirs === undefined) return void message.error(t('views.unknown'))
    const time = momentText(theirs.updatedAt, zone, language, now())
    modal.confirm({
      title: t('views.conflict', { who: theirs.updatedBy.name, name: theirs.name, time }),
      content: t('views.conflictHint'),
      okText: t('views.saveAs'),
      cancelText: t('views.takeTheirs'),
      onOk: () => show('saveAs'),
      onCancel: () => book.choose(theirs),
    })
  }
  const change = async (mine: SheetViewInfo, what: Parameters<ViewBook['save']>[1]): Promise<boolean> => {
    try {
      const saved = await book.save(mine, what)
      void message.success(t('views.saved', { name: saved.name }))
      return true
    } catch (error) {
      if (error instanceof ApiError && error.code === 'conflict') await tellConflict(mine)
      else void message.error(t('views.failed', { reason: sentenceOf(error, i18n) }))
      return false
    }
  }
  const remove = (mine: SheetViewInfo): void => {
    modal.confirm({
      title: t('views.removeAsk', { name: mine.name }),
      content: mine.shared ? t('views.removeSharedHint') : t('views.removeHint'),
      okText: t('views.remove'),
      okButtonProps: { danger: true },
      cancelText: t('views.cancel'),
      onOk: async () => {
        if (await tried(() => book.remove(mine))) void message.success(t('views.removed', { name: mine.name }))
      },
    })
  }
  return {
    save: (mine: SheetViewInfo) => change(mine, { content: view.content.get() }),
    named: async (
      kind: 'saveAs' | 'rename',
      { name, withColumns, shared }: NameWish,
      mine: SheetViewInfo | undefined,
    ) => {
      const content = view.content.get()
      const columns = withColumns ? (content.columns ?? view.columnLayout()) : null
      const done =
        kind === 'rename' && mine !== undefined
          ? await change(mine, { name })
          : await tried(() => book.create({ name, shared, content: { ...content, columns } }))
      if (done) show('none')
    },
    choose: (key: string, mine: SheetViewInfo | undefined): void => {
      if (key === ':plain') book.choose(undefined)
      else if (key === ':saveAs') show('saveAs')
      else if (key === ':link') void copyText(linkTo(open, {})).then(copied => view.linkCopied.set({ copied }))
      else if (mine !== undefined && key === ':rename') show('rename')
      else if (mine !== undefined && key === ':share') void change(mine, { shared: !mine.shared })
      else if (mine !== undefined && key === ':default') void tried(() => book.makeDefault(mine, !mine.default))
      else if (mine !== undefined && key === ':remove') remove(mine)
      else book.choose(book.items.find(({ id }) => id === key))
    },
  }
}
