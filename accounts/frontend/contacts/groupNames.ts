import { i18n } from '@ggtalk/i18n'
import { useFriends } from '../stores/friends'
import type { FriendGroup } from '../types'

/** A group's name; the default one without a name is 我的好友. */
export function nameOfGroup(group: FriendGroup): string {
  return group.name === '' ? i18n.global.t('accounts.groups.default') : group.name
}

/** All friend groups to choose from in a form. */
export function groupOptions(): { value: number; label: string }[] {
  return useFriends().groups.map((group) => ({ value: group.id, label: nameOfGroup(group) }))
}

/** The group new friends go to unless another is chosen; 0 before the groups are here. */
export function defaultGroup(): number {
  const { groups } = useFriends()
  return (groups.find((group) => group.is_default) ?? groups[0])?.id ?? 0
}
