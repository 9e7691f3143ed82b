import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import { nameIn } from '../conversations/names'

/** More names than these are only counted. */
const NAMED = 8

/** Who reacts so in a conversation, in words. */
export function reactorsIn(conversation: number, users: readonly number[]): string {
  const { t } = i18n.global
  const me = useSession().userId
  const names = users.slice(0, NAMED).map((user) => (user === me ? t('chat.me') : nameIn(conversation, user))).join(t('chat.notices.separator'))
  return users.length > NAMED ? t('chat.notices.andMore', { names, count: users.length }) : names
}
