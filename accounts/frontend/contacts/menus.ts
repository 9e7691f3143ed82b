import { i18n } from '@ggtalk/i18n'
import type { MenuItem } from '@ggtalk/ui/menu'
import {
  ArrowDown, ArrowUp, Ban, Contact, FolderInput, FolderPlus, ImageMinus, ImagePlus, MessageCircle, Pencil, Trash2, UserRoundX,
} from '@lucide/vue'
import { changeMe } from '../api'
import { showDialog } from '../dialogs/dialogs'
import { askBlock, askDelete, editRemark, moveFriend, unblock } from '../people/actions'
import { canOpenChat, openChat } from '../registry'
import { useFriends } from '../stores/friends'
import { useMe } from '../stores/me'
import { attempt } from '@ggtalk/task'
import type { Friend, FriendGroup } from '../types'
import { moveGroup, newGroup, renameGroup } from './groupActions'
import { nameOfGroup } from './groupNames'

const { t } = i18n.global

/** A friend's context menu. `view` shows their profile. */
export function friendMenu(friend: Friend, view: () => void): MenuItem[] {
  const { user } = friend
  const blocked = useFriends().blocks.has(user.id)
  const chat: MenuItem = { id: 'chat', label: t('accounts.actions.chat'), icon: MessageCircle, onSelect: () => openChat(user.id) }
  return [
    ...(canOpenChat.value ? [chat] : []),
    { id: 'profile', label: t('accounts.actions.profile'), icon: Contact, onSelect: view },
    { id: 'remark', label: t('accounts.actions.remark'), icon: Pencil, onSelect: () => editRemark(user) },
    { id: 'move', label: t('accounts.groups.moveTo'), icon: FolderInput, items: groupItems(friend) },
    blocked
      ? { id: 'unblock', label: t('accounts.actions.unblock'), icon: Ban, separated: true, onSelect: () => void unblock(user) }
      : { id: 'block', label: t('accounts.actions.block'), icon: Ban, separated: true, onSelect: () => void askBlock(user) },
    { id: 'delete', label: t('accounts.actions.delete'), icon: UserRoundX, danger: true, onSelect: () => void askDelete(user) },
  ]
}

/** The context menu of the place around friends and groups. */
export function spaceMenu(): MenuItem[] {
  return [newItem(), sizeItem()]
}

/** A friend group's context menu. */
export function groupMenu(group: FriendGroup): MenuItem[] {
  const { groups } = useFriends()
  const place = groups.findIndex((other) => other.id === group.id)
  return [
    newItem(),
    { id: 'rename', label: t('accounts.groups.rename'), icon: Pencil, onSelect: () => renameGroup(group) },
    { id: 'up', label: t('accounts.groups.up'), icon: ArrowUp, disabled: place <= 0, separated: true, onSelect: () => void moveGroup(group.id, place - 1) },
    { id: 'down', label: t('accounts.groups.down'), icon: ArrowDown, disabled: place === groups.length - 1, onSelect: () => void moveGroup(group.id, place + 1) },
    sizeItem(),
    {
      id: 'delete',
      label: t('accounts.groups.delete'),
      icon: Trash2,
      danger: true,
      separated: true,
      disabled: group.is_default,
      onSelect: () => showDialog({ kind: 'delete-group', group }),
    },
  ]
}

function groupItems(friend: Friend): MenuItem[] {
  const groups = useFriends().groups.map<MenuItem>((group) => ({
    id: `group-${group.id}`,
    label: nameOfGroup(group),
    checked: group.id === friend.friend_group,
    onSelect: () => void moveFriend(friend.user.id, group.id),
  }))
  return [...groups, { id: 'new', label: t('accounts.groups.newWith'), icon: FolderPlus, separated: true, onSelect: () => newGroup(friend.user.id) }]
}

function newItem(): MenuItem {
  return { id: 'new', label: t('accounts.groups.new'), icon: FolderPlus, onSelect: () => newGroup() }
}

function sizeItem(): MenuItem {
  const large = useMe().settings.contacts_avatar_size === 'large'
  return {
    id: 'size',
    label: t(large ? 'accounts.groups.smallAvatars' : 'accounts.groups.largeAvatars'),
    icon: large ? ImageMinus : ImagePlus,
    separated: true,
    onSelect: () => void attempt(changeMe({ settings: { contacts_avatar_size: large ? 'small' : 'large' } })),
  }
}
