import { useFriends, useUsers } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { nameOrder } from '@ggtalk/i18n/nameOrder'
import { useSession } from '@ggtalk/session'
import { useConversations } from '../conversations/conversations'
import { groupScreens } from '../groupScreens'
import { found, type Findable } from '../list/finding'
import type { Nameable } from './find'

/** Somebody who can be mentioned, as the list of them shows it. */
export interface Mentionable extends Nameable, Findable {
  /** what I call them */
  called: string
  /** what everybody calls them, and what is written behind the @ */
  name: string
}

/** The words for all, in both languages: whoever types one means it. */
const ALL = ['all', '所有人'] as const

/** Whom I can mention in a conversation, in the order of their names; null while nobody knows, empty where it makes no sense. */
export function mentionableIn(conversation: number): Mentionable[] | null {
  const known = useConversations().conversations.get(conversation)
  if (known?.kind !== 'group' || known.own.left || !groupScreens.value) return []
  const people = groupScreens.value.people(conversation)
  if (people.length === 0) return null
  const me = useSession().userId
  const compare = nameOrder(i18n.global.locale.value)
  const others = people
    .filter((user) => user !== me)
    .map((user) => mentionable(conversation, user))
    .filter((one) => one !== null)
  others.sort((a, b) => compare(a.called, b.called))
  return [...(groupScreens.value.mentionsAll(conversation) ? [everybody()] : []), ...others]
}

function mentionable(conversation: number, id: number): Mentionable | null {
  const user = useUsers().card(id)
  if (!user || user.name === '') return null
  const remark = useFriends().friends.get(id)?.remark ?? ''
  const name = groupScreens.value?.nickname(conversation, id) ?? user.name
  return { user: id, called: remark || name, name, names: [name, user.name, remark, user.account].filter(Boolean) }
}

function everybody(): Mentionable {
  const { t } = i18n.global
  return { user: null, called: t('chat.mentions.all'), name: t('chat.mentions.all'), names: ALL }
}

/** Those who can be mentioned as far as a text may name them: by what everybody calls them. */
export function namedPublicly(people: readonly Mentionable[]): Nameable[] {
  return people.map(({ user, name }) => ({ user, names: user === null ? ALL : [name] }))
}

/** Those with what was typed in one of their names; everybody where nothing was. */
export function matching(people: readonly Mentionable[], typed: string): readonly Mentionable[] {
  return typed === '' ? people : found(people, typed)
}
