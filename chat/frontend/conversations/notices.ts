import { nameOf } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import { isRecalled, isShake, noticeOf, type Message, type Notice } from '../types'

const NAMED = 3

/** A line of the server's in the reader's language. `sender`: whose doing it was. */
export function noticeText(notice: Notice, sender: number): string {
  const { t } = i18n.global
  const others = notice.users.filter((user) => user !== sender)
  const name = calledHere(sender)
  switch (notice.kind) {
    case 'group_created': return t('chat.notices.groupCreated', { name, names: namesOf(others) })
    case 'group_renamed': return t('chat.notices.groupRenamed', { name, title: notice.text ?? '' })
    case 'group_announced': return t('chat.notices.groupAnnounced', { name, text: notice.text ?? '' })
    case 'group_dissolved': return t('chat.notices.groupDissolved', { name })
    case 'member_left': return t('chat.notices.memberLeft', { names: namesOf(notice.users, 'chat.You') })
    case 'member_removed': return t('chat.notices.memberRemoved', { name, names: namesOf(others) })
    case 'member_joined':
      if (others.length === 0) return t('chat.notices.memberJoined', { names: namesOf(notice.users, 'chat.You') })
      return t('chat.notices.memberInvited', { name, names: namesOf(others) })
  }
}

/** That somebody shook the window. */
export function shakeText(sender: number): string {
  const { t } = i18n.global
  return sender === useSession().userId ? t('chat.shake.mine') : t('chat.shake.theirs', { name: nameOf(sender) })
}

/** A message that is a line between what people write; null for what somebody wrote. */
export function lineText(message: Message): string | null {
  const notice = noticeOf(message)
  if (notice) return noticeText(notice, message.sender)
  if (isRecalled(message)) return i18n.global.t('chat.notices.recalled', { name: calledHere(message.sender) })
  return isShake(message) ? shakeText(message.sender) : null
}

function namesOf(users: readonly number[], meKey = 'chat.you'): string {
  const { t } = i18n.global
  const names = users.slice(0, NAMED).map((user) => calledHere(user, meKey)).join(t('chat.notices.separator'))
  return users.length > NAMED ? t('chat.notices.andMore', { names, count: users.length }) : names
}

function calledHere(user: number, meKey = 'chat.You'): string {
  return user === useSession().userId ? i18n.global.t(meKey) : nameOf(user)
}
