import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import { timeText } from '@ggtalk/i18n/time'
import { isGroup } from './kind'
import { burnOf, isBurnt, isRecalled, isShake, noticeOf, type Message, type Notice } from '../types'
import { nameIn } from './names'

const NAMED = 3

/** Where and whose doing a line is. */
type Origin = Pick<Message, 'conversation' | 'sender'>

/** A line of the server's in the reader's language. */
export function noticeText(notice: Notice, { conversation, sender }: Origin): string {
  const { t } = i18n.global
  const others = notice.users.filter((user) => user !== sender)
  const name = calledHere(conversation, sender)
  const namesOf = (users: readonly number[], meKey?: string) => namesIn(conversation, users, meKey)
  switch (notice.kind) {
    case 'group_created': return others.length === 0 ? t('chat.notices.groupMade', { name }) : t('chat.notices.groupCreated', { name, names: namesOf(others) })
    case 'group_renamed': return t('chat.notices.groupRenamed', { name, title: notice.text ?? '' })
    case 'group_avatar': return t('chat.notices.groupAvatar', { name })
    case 'group_announced': return t('chat.notices.groupAnnounced', { name, text: notice.text ?? '' })
    case 'announcement_removed': return t('chat.notices.announcementRemoved', { name })
    case 'group_dissolved': return t('chat.notices.groupDissolved', { name })
    case 'group_join_mode': return t('chat.notices.groupJoinMode', { name, mode: t(`chat.notices.joinModes.${notice.text ?? 'invitation'}`) })
    case 'group_history': return t(notice.text === 'whole' ? 'chat.notices.groupHistoryWhole' : 'chat.notices.groupHistoryFromJoining', { name })
    case 'group_link_made': return t('chat.notices.groupLinkMade', { name })
    case 'group_link_revoked': return t('chat.notices.groupLinkRevoked', { name })
    case 'member_joined_by_link': return t('chat.notices.memberJoinedByLink', { names: namesOf(notice.users, 'chat.You') })
    case 'member_admitted': return t('chat.notices.memberAdmitted', { name, names: namesOf(others) })
    case 'member_left': return t('chat.notices.memberLeft', { names: namesOf(notice.users, 'chat.You') })
    case 'member_removed': return t('chat.notices.memberRemoved', { name, names: namesOf(others) })
    case 'member_made_admin': return t('chat.notices.memberMadeAdmin', { name, names: namesOf(others) })
    case 'member_no_admin': return t('chat.notices.memberNoAdmin', { name, names: namesOf(others) })
    case 'group_handed_over':
      if (others.length === 0) return t('chat.notices.groupTakenOver', { name })
      return t('chat.notices.groupHandedOver', { name, names: namesOf(others) })
    case 'member_silenced': return t('chat.notices.memberSilenced', { name, names: namesOf(others), end: endOf(notice) })
    case 'member_unsilenced': return t('chat.notices.memberUnsilenced', { name, names: namesOf(others) })
    case 'group_silenced': return t('chat.notices.groupSilenced', { name, end: endOf(notice) })
    case 'group_unsilenced': return t('chat.notices.groupUnsilenced', { name })
    case 'private_chat_allowed': return t('chat.notices.privateChatAllowed', { name })
    case 'private_chat_ended': return t('chat.notices.privateChatEnded', { name })
    case 'member_joined':
      if (others.length === 0) return t('chat.notices.memberJoined', { names: namesOf(notice.users, 'chat.You') })
      return t('chat.notices.memberInvited', { name, names: namesOf(others) })
  }
}

/** That somebody shook the window. */
export function shakeText({ conversation, sender }: Origin): string {
  const { t } = i18n.global
  return sender === useSession().userId ? t('chat.shake.mine') : t('chat.shake.theirs', { name: nameIn(conversation, sender) })
}

/** A message that is a line between what people write, or only the cover of one; null for what somebody wrote. */
export function lineText(message: Message): string | null {
  const notice = noticeOf(message)
  if (notice) return noticeText(notice, message)
  if (isRecalled(message)) return i18n.global.t('chat.notices.recalled', { name: calledHere(message.conversation, message.sender) })
  if (isBurnt(message)) return burntText(message)
  if (burnOf(message)) return i18n.global.t('chat.burning.word')
  return isShake(message) ? shakeText(message) : null
}

function burntText({ conversation, sender }: Origin): string {
  const { t } = i18n.global
  const inGroup = isGroup(conversation)
  if (sender === useSession().userId) return t(inGroup ? 'chat.notices.burntMineInGroup' : 'chat.notices.burntMine')
  return t(inGroup ? 'chat.notices.burntInGroup' : 'chat.notices.burnt', { name: nameIn(conversation, sender) })
}

function namesIn(conversation: number, users: readonly number[], meKey = 'chat.you'): string {
  const { t } = i18n.global
  const names = users.slice(0, NAMED).map((user) => calledHere(conversation, user, meKey)).join(t('chat.notices.separator'))
  return users.length > NAMED ? t('chat.notices.andMore', { names, count: users.length }) : names
}

function calledHere(conversation: number, user: number, meKey = 'chat.You'): string {
  return user === useSession().userId ? i18n.global.t(meKey) : nameIn(conversation, user)
}

/** When a silence ends: the server's year 9999 is until somebody lifts it. */
function endOf({ until }: Notice): string {
  const { t, locale } = i18n.global
  if (!until || until.startsWith('9999')) return t('chat.notices.untilLifted')
  return t('chat.notices.until', { time: timeText(locale.value, new Date()).fullTime(until) })
}
