import { isNamed, typedWords } from '@ggtalk/i18n/folding'
import { nameOrder } from '@ggtalk/i18n/nameOrder'
import type { Friend, FriendGroup, OwnPresence } from '../types'

export interface GroupRow {
  kind: 'group'
  key: string
  group: FriendGroup
  name: string
  /** place among the groups */
  place: number
  open: boolean
  present: number
  total: number
}

export interface FriendRow {
  kind: 'friend'
  key: string
  friend: Friend
  name: string
  present: boolean
  /** place within the group and how many there are, from 1 */
  place: number
  of: number
}

/** An open group without friends. */
export interface EmptyRow {
  kind: 'empty'
  key: string
  group: FriendGroup
}

export type Row = GroupRow | FriendRow | EmptyRow

export interface RowsFrom {
  friends: Iterable<Friend>
  groups: readonly FriendGroup[]
  presenceOf: (userId: number) => OwnPresence
  nameOfGroup: (group: FriendGroup) => string
  /** ids of groups that are folded up */
  collapsed: ReadonlySet<number>
  /** only friends with these words in their remark, name or account; every group is open then, and empty ones are left out */
  search: string
  locale: string
}

/** The contacts as one flat list: each group followed by its friends, those who are there first. */
export function contactRows(from: RowsFrom): Row[] {
  const words = typedWords(from.search)
  const byGroup = new Map<number, FriendRow[]>()
  for (const friend of from.friends) {
    const rows = byGroup.get(friend.friend_group) ?? []
    rows.push(friendRow(friend, from.presenceOf(friend.user.id) !== 'offline'))
    byGroup.set(friend.friend_group, rows)
  }
  const compare = nameOrder(from.locale)
  return from.groups.flatMap<Row>((group, place) => {
    const all = byGroup.get(group.id) ?? []
    const shown = words.length === 0 ? all : all.filter(({ friend }) => isNamed([friend.remark, friend.user.name, friend.user.account], words))
    if (words.length > 0 && shown.length === 0) return []
    const open = words.length > 0 || !from.collapsed.has(group.id)
    const present = all.filter((row) => row.present).length
    const head: GroupRow = { kind: 'group', key: `g${group.id}`, group, name: from.nameOfGroup(group), place, open, present, total: all.length }
    if (!open) return [head]
    if (shown.length === 0) return [head, { kind: 'empty', key: `e${group.id}`, group } satisfies EmptyRow]
    shown.sort((a, b) => Number(b.present) - Number(a.present) || compare(a.name, b.name) || a.friend.user.id - b.friend.user.id)
    return [head, ...shown.map((row, n) => ({ ...row, place: n + 1, of: shown.length }))]
  })
}

function friendRow(friend: Friend, present: boolean): FriendRow {
  const name = friend.remark === '' ? friend.user.name : friend.remark
  return { kind: 'friend', key: `f${friend.user.id}`, friend, name, present, place: 0, of: 0 }
}
