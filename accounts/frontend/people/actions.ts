/** What one can do about a person from any screen: asks where it must, does it, and says when it failed. */
import { i18n } from '@ggtalk/i18n'
import { confirm } from '@ggtalk/ui/confirm'
import { showDialog } from '../dialogs/dialogs'
import * as requests from '../friendsApi'
import { MOST_NAME } from '../limits'
import { useFriends } from '../stores/friends'
import { attempt } from '@ggtalk/task'
import type { User } from '../types'
import { displayName } from './names'
import { requestFrom } from './relation'

const { t } = i18n.global

export function editRemark(user: User): void {
  showDialog({
    kind: 'prompt',
    prompt: {
      title: t('accounts.actions.remark'),
      label: t('accounts.remark'),
      hint: t('accounts.remarkHint'),
      initial: useFriends().friends.get(user.id)?.remark ?? '',
      mayBeEmpty: true,
      most: MOST_NAME,
      field: 'remark',
      save: (remark) => requests.changeFriend(user.id, { remark }),
    },
  })
}

/** Asks them to be friends, or answers where they have asked. */
export function addFriend(user: User): void {
  const request = requestFrom(user.id)
  showDialog(request ? { kind: 'accept', request } : { kind: 'request', user })
}

export async function moveFriend(userId: number, group: number): Promise<void> {
  if (useFriends().friends.get(userId)?.friend_group === group) return
  await attempt(requests.changeFriend(userId, { friend_group: group }))
}

export async function askDelete(user: User): Promise<void> {
  const agreed = await confirm({
    title: t('accounts.actions.deleteTitle', { name: displayName(user) }),
    text: t('accounts.actions.deleteText'),
    confirmLabel: t('accounts.actions.delete'),
    danger: true,
  })
  if (agreed) await attempt(requests.removeFriend(user.id))
}

export async function askBlock(user: User): Promise<void> {
  const agreed = await confirm({
    title: t('accounts.actions.blockTitle', { name: displayName(user) }),
    text: t('accounts.actions.blockText'),
    confirmLabel: t('accounts.actions.block'),
    danger: true,
  })
  if (agreed) await attempt(requests.blockUser(user.id))
}

export async function unblock(user: User): Promise<void> {
  await attempt(requests.unblockUser(user.id))
}
