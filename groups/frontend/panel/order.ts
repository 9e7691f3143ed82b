import { displayName, useFriends, usePresence } from '@accounts'
import { isNamed, typedWords } from '@ggtalk/i18n/folding'
import { letterOf } from '@ggtalk/i18n/nameLetter'
import { nameOrder } from '@ggtalk/i18n/nameOrder'
import { useMemberPresences } from '../stores/presences'
import type { Member } from '../types'

/** From so many on members are found by searching and by letters. */
export const MANY = 12
const RANKS: Readonly<Record<Member['role'], number>> = { owner: 0, admin: 1, member: 2 }

/** A line of the list; `letter`: under which the members below it begin. */
export type Line = { key: string; member: Member } | { key: string; letter: string }

/** What I call a member: my remark, else their name in the group, else their name. */
export function calledHere({ user, nickname }: Member): string {
  const remark = useFriends().friends.get(user.id)?.remark ?? ''
  return remark === '' && nickname !== '' ? nickname : displayName(user)
}

/**
 * Those with what was typed in their name, owner and admins first. A few others: who is there before who is not, as they
 * came. Many: by their names, under letters, so that nothing moves when somebody comes or goes.
 */
export function linesOf(members: readonly Member[], typed: string, locale: string): Line[] {
  const words = typedWords(typed)
  const found = members.filter((member) => isNamed(namesOf(member), words))
  return members.length < MANY ? [...found].sort(byPresence).map(lineOf) : byLetters(found, locale)
}

function namesOf(member: Member): string[] {
  const { account, name } = member.user
  return [calledHere(member), member.nickname, name, account]
}

function byPresence(a: Member, b: Member): number {
  const absent = ({ user }: Member) => Number((useMemberPresences().of(user.id) ?? usePresence().of(user.id)) === 'offline')
  return RANKS[a.role] - RANKS[b.role] || absent(a) - absent(b)
}

function byLetters(members: readonly Member[], locale: string): Line[] {
  const compare = nameOrder(locale)
  const named = members.map((member) => {
    const name = calledHere(member)
    return { member, name, letter: member.role === 'member' ? letterOf(name) : '' }
  })
  named.sort((a, b) => RANKS[a.member.role] - RANKS[b.member.role] || byLetter(a.letter, b.letter) || compare(a.name, b.name))
  return named.flatMap(({ member, letter }, place) => {
    const begins = letter !== '' && letter !== named[place - 1]?.letter
    return begins ? [{ key: letter, letter }, lineOf(member)] : [lineOf(member)]
  })
}

/** A to Z, then what is under none. */
function byLetter(a: string, b: string): number {
  return Number(a === '#') - Number(b === '#') || (a < b ? -1 : Number(a > b))
}

function lineOf(member: Member): Line {
  return { key: String(member.user.id), member }
}
