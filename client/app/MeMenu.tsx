import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../shared/protocol/http.ts'
import { AccountDialog } from '../account/AccountDialog.tsx'
import { chooseLanguage, useLanguage } from '../i18n/language.ts'
import { chooseLayout, LAYOUT_CHOICES, type LayoutChoice, useLayoutChoice } from '../phone/layout.ts'
import { type ModeChoice, useAppearance } from '../ui/Appearance.tsx'
import { chooseTelling, useTelling } from '../ui/RemoteEditsRegion.tsx'
import { useSignOut } from './useSignOut.ts'

const THEMES: readonly ModeChoice[] = ['system', 'light', 'dark']
const isLayout = (key: string): key is `layout-${LayoutChoice}` =>
  LAYOUT_CHOICES.some(choice => key === `layout-${choice}`)
const isTheme = (key: string): key is ModeChoice => THEMES.some(theme => theme === key)

/** Who one is; appearance, language (on narrow screens) and signing out. */
export function MeMenu({ me, held }: { readonly me: Me; readonly held: number }) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { choice, choose } = useAppearance()
  const layout = useLayoutChoice()
  const telling = useTelling()
  const signOut = useSignOut(me, held)
  const [account, setAccount] = useState(false)
  const themeWord = { system: t('frame.themeSystem'), light: t('frame.themeLight'), dark: t('frame.themeDark') }
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: `${me.member.name} · ${me.member.organization.name}` },
    {
      key: 'theme',
      type: 'group',
      label: t('frame.theme'),
      children: THEMES.map(key => ({ key, label: themeWord[key] })),
    },
    {
      key: 'language',
      type: 'group',
      label: t('frame.language'),
      children: [
        { key: 'zh', label: '中文' },
        { key: 'en', label: 'English' },
      ],
    },
    {
      key: 'layout',
      type: 'group',
      label: t('phone.layout'),
      children: LAYOUT_CHOICES.map(key => ({ key: `layout-${key}`, label: t(`phone.layouts.${key}`) })),
    },
    {
      key: 'tell',
      type: 'group',
      label: t('reach.tell'),
      children: [
        { key: 'tell-on', label: t('reach.tellOn') },
        { key: 'tell-off', label: t('reach.tellOff') },
      ],
    },
    { type: 'divider' },
    { key: 'account', label: t('join.account') },
    { key: 'out', label: t('frame.signOut') },
  ]
  const onClick = (key: string): void => {
    if (isTheme(key)) choose(key)
    else if (key === 'zh' || key === 'en') void chooseLanguage(i18n, key)
    else if (isLayout(key)) chooseLayout(LAYOUT_CHOICES.find(choice => key === `layout-${choice}`) ?? 'auto')
    else if (key === 'tell-on' || key === 'tell-off') chooseTelling(key === 'tell-on')
    else if (key === 'account') setAccount(true)
    else if (key === 'out') signOut()
  }
  return (
    <>
      {account ? <AccountDialog me={me} onClose={() => setAccount(false)} /> : null}
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items,
          selectable: true,
          selectedKeys: [choice, language, `layout-${layout}`, telling ? 'tell-on' : 'tell-off'],
          multiple: true,
          onClick: ({ key }) => onClick(key),
        }}
      >
        <Button type="text" size="small" aria-label={`${t('frame.me')}: ${me.member.name}`} className="me">
          <span className="me-name">{me.member.name}</span>
          <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
    </>
  )
}
