import { mayChat, openChat, openProfile } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import type { MenuItem } from '@ggtalk/ui/menu'
import { Crown, IdCard, MessageSquare, Mic, MicOff, PencilLine, ShieldCheck, ShieldMinus, UserRoundMinus } from '@lucide/vue'
import type { Group, Member } from '../types'
import { askForNickname } from '../dialogs'
import { isAbove, myRole } from './rights'
import { changeRole, giveAway, remove, silence, speakAgain } from './ruling'
import { leftOf, lengthEntries } from './silence'

/** What can be done with a member of a group, by me. */
export function memberMenu(group: Group, member: Member): MenuItem[] {
  const { t } = i18n.global
  const { user } = member
  const profile: MenuItem = { id: 'profile', label: t('groups.profile'), icon: IdCard, onSelect: () => openProfile(user.id) }
  const nickname = { id: 'nickname', label: t('groups.nickname.set'), icon: PencilLine, onSelect: () => askForNickname(group.id, user.id) }
  if (user.id === useSession().userId) return [profile, { ...nickname, label: t('groups.nickname.mine') }]
  const isAsked = isAbove(myRole(group), member.role)
  return [
    profile,
    ...(mayChat(user.id) ? [{ id: 'chat', label: t('groups.chat'), icon: MessageSquare, onSelect: () => openChat(user.id) }] : []),
    ...(isAsked ? [nickname, silenceEntry(group, member)] : []),
    ...roleEntries(group, member),
    ...removal(group, member),
  ]
}

function silenceEntry(group: Group, member: Member): MenuItem {
  const { t } = i18n.global
  if (leftOf(member.silenced_until) !== null) return { id: 'unmute', label: t('groups.silence.end'), icon: Mic, onSelect: () => void speakAgain(group, member) }
  return { id: 'mute', label: t('groups.silence.begin'), icon: MicOff, items: lengthEntries((seconds) => void silence(group, member, seconds)) }
}

function roleEntries(group: Group, member: Member): MenuItem[] {
  const { t } = i18n.global
  if (myRole(group) !== 'owner') return []
  const isAdmin = member.role === 'admin'
  return [
    {
      id: 'role', separated: true, label: isAdmin ? t('groups.endAdmin') : t('groups.makeAdmin'), icon: isAdmin ? ShieldMinus : ShieldCheck,
      onSelect: () => void changeRole(group, member, isAdmin ? 'member' : 'admin'),
    },
    { id: 'hand over', label: t('groups.handOver'), icon: Crown, onSelect: () => void giveAway(group, member) },
  ]
}

function removal(group: Group, member: Member): MenuItem[] {
  const { t } = i18n.global
  if (!isAbove(myRole(group), member.role)) return []
  const act = () => void remove(group, member)
  return [{ id: 'remove', separated: true, danger: true, label: t('groups.remove'), icon: UserRoundMinus, onSelect: act }]
}
