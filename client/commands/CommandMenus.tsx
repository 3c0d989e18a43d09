import { Menu } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenSheet } from '../app/openSheet.ts'
import { COMMANDS } from './all.ts'
import { COMMAND_GROUPS } from './Command.ts'
import { choose, menuItems } from './menuItems.tsx'

/** Every command of the sheet in menus, one a group; where there is no room they gather in one more menu (KEY-2). */
export function CommandMenus({ open }: { readonly open: OpenSheet }) {
  const { t } = useTranslation()
  // What a command is called and whether it can be carried out is asked when a menu opens.
  const [, setOpenKeys] = useState<readonly string[]>([])
  const items = COMMAND_GROUPS.flatMap(group => {
    const children = menuItems(
      COMMANDS.filter(command => command.group === group),
      open,
      t,
    )
    return children.length === 0
      ? []
      : [{ key: group, label: t(`keys.group.${group}`), children, popupClassName: 'command-menu' }]
  })
  return (
    <Menu
      className="command-menus"
      mode="horizontal"
      selectable={false}
      triggerSubMenuAction="click"
      aria-label={t('keys.menus')}
      items={items}
      overflowedIndicator={<span>{t('keys.more')}</span>}
      overflowedIndicatorPopupClassName="command-menu"
      onOpenChange={setOpenKeys}
      onClick={({ key }) => choose(key, open)}
    />
  )
}
