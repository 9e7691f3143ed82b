import { i18n } from '@ggtalk/i18n'
import { shallowRef } from 'vue'
import { useFriends } from '../stores/friends'
import { useUsers } from '../stores/users'
import type { User } from '../types'

/** What I call this user: my remark, else their name; a deleted account has neither. */
export function displayName(user: User): string {
  const remark = useFriends().friends.get(user.id)?.remark
  if (remark) return remark
  return user.name === '' ? i18n.global.t('accounts.deletedUser') : user.name
}

/** The same by id; empty while the card is on its way. */
export function nameOf(userId: number): string {
  const user = useUsers().card(userId)
  return user ? displayName(user) : ''
}

/** Whose card stands open over the screen. */
export const shownProfile = shallowRef<number | null>(null)

/** Shows a user's card over whatever is on screen. */
export function openProfile(userId: number): void {
  shownProfile.value = userId
}
