/** What one can do about friend groups from any screen. */
import { i18n } from '@ggtalk/i18n'
import { showDialog } from '../dialogs/dialogs'
import * as requests from '../friendsApi'
import { MOST_NAME } from '../limits'
import { attempt } from '@ggtalk/task'
import type { FriendGroup } from '../types'
import { nameOfGroup } from './groupNames'

const { t } = i18n.global

/** Asks for a name and makes a group; `withFriend` moves there once it exists. */
export function newGroup(withFriend?: number): void {
  promptName(t('accounts.groups.new'), '', async (name) => {
    const id = await requests.createFriendGroup(name)
    if (withFriend !== undefined) await requests.changeFriend(withFriend, { friend_group: id })
  })
}

export function renameGroup(group: FriendGroup): void {
  promptName(t('accounts.groups.rename'), nameOfGroup(group), (name) => requests.changeFriendGroup(group.id, { name }))
}

/** position: a place among the groups, counted from 0 */
export async function moveGroup(id: number, position: number): Promise<void> {
  await attempt(requests.changeFriendGroup(id, { position }))
}

function promptName(title: string, initial: string, save: (name: string) => Promise<void>): void {
  showDialog({
    kind: 'prompt',
    prompt: { title, label: t('accounts.groups.name'), initial, most: MOST_NAME, field: 'name', refused: t('accounts.groups.nameTaken'), save },
  })
}
