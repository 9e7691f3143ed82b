import { i18n } from '@ggtalk/i18n'
import type { MenuItem } from '@ggtalk/ui/menu'
import { useSession } from '@ggtalk/session'
import { CircleX, DoorOpen, IdCard, Image as ImageIcon, LogOut, Megaphone, Mic, MicOff, PencilLine, Shield, UserRoundPlus } from '@lucide/vue'
import { askForMembers, askForName, askForNickname, askForPicture, showAnnouncements, showJoining } from './dialogs'
import { canLeave, leave } from './leaving'
import { isRuling, myRole } from './rule/rights'
import { dissolve, silenceAll, speakAgainAll, togglePrivateChat } from './rule/ruling'
import { leftOf, lengthEntries } from './rule/silence'
import type { Group } from './types'

function rulingEntries(group: Group): MenuItem[] {
  const { t } = i18n.global
  const isSilent = leftOf(group.silenced_until) !== null
  return [
    { id: 'rename', label: t('groups.rename'), icon: PencilLine, separated: true, onSelect: () => askForName(group.id) },
    { id: 'picture', label: t('groups.picture'), icon: ImageIcon, onSelect: () => askForPicture(group.id) },
    { id: 'joining', label: t('groups.joining'), icon: DoorOpen, onSelect: () => showJoining(group.id) },
    isSilent
      ? { id: 'unmute all', label: t('groups.silence.endAll'), icon: Mic, onSelect: () => void speakAgainAll(group) }
      : { id: 'mute all', label: t('groups.silence.beginAll'), icon: MicOff, items: lengthEntries((seconds) => void silenceAll(group, seconds)) },
    { id: 'private', label: t('groups.private'), icon: Shield, checked: !group.allows_private_chat, onSelect: () => void togglePrivateChat(group) },
  ]
}

/** What can be done with a group, wherever its menu opens. */
export function groupMenu(group: Group): MenuItem[] {
  const { t } = i18n.global
  const leaves = canLeave(group)
  const mine = myRole(group)
  return [
    { id: 'announcements', label: t('groups.announcements'), icon: Megaphone, separated: true, onSelect: () => showAnnouncements(group.id) },
    { id: 'add members', label: t('groups.addMembers'), icon: UserRoundPlus, onSelect: () => askForMembers(group.id) },
    { id: 'nickname', label: t('groups.nickname.mine'), icon: IdCard, onSelect: () => askForNickname(group.id, useSession().userId ?? 0) },
    ...(isRuling(mine) ? rulingEntries(group) : []),
    {
      id: 'leave', label: leaves ? t('groups.leave') : t('groups.ownerStays'), icon: LogOut, danger: true, disabled: !leaves,
      onSelect: () => void leave(group),
    },
    ...(mine === 'owner' ? [{ id: 'dissolve', label: t('groups.dissolve'), icon: CircleX, danger: true, onSelect: () => void dissolve(group) }] : []),
  ]
}
