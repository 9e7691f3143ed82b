import { i18n } from '@ggtalk/i18n'
import type { MenuItem } from '@ggtalk/ui/menu'
import { CircleX, LogOut, Megaphone, PencilLine, UserRoundPlus } from '@lucide/vue'
import { askForMembers, askForName, showAnnouncements } from './dialogs'
import { canLeave, leave } from './leaving'
import { isRuling, myRole } from './rule/rights'
import { dissolve } from './rule/ruling'
import type { Group } from './types'

/** What can be done with a group, wherever its menu opens. */
export function groupMenu(group: Group): MenuItem[] {
  const { t } = i18n.global
  const leaves = canLeave(group)
  const mine = myRole(group)
  return [
    { id: 'announcements', label: t('groups.announcements'), icon: Megaphone, separated: true, onSelect: () => showAnnouncements(group.id) },
    { id: 'add members', label: t('groups.addMembers'), icon: UserRoundPlus, onSelect: () => askForMembers(group.id) },
    ...(isRuling(mine) ? [{ id: 'rename', label: t('groups.rename'), icon: PencilLine, onSelect: () => askForName(group.id) }] : []),
    {
      id: 'leave', label: leaves ? t('groups.leave') : t('groups.ownerStays'), icon: LogOut, danger: true, disabled: !leaves,
      onSelect: () => void leave(group),
    },
    ...(mine === 'owner' ? [{ id: 'dissolve', label: t('groups.dissolve'), icon: CircleX, danger: true, onSelect: () => void dissolve(group) }] : []),
  ]
}
