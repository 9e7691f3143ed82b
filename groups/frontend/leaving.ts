import { i18n } from '@ggtalk/i18n'
import { attempt } from '@ggtalk/task'
import { useSession } from '@ggtalk/session'
import { confirm } from '@ggtalk/ui/confirm'
import { leaveGroup } from './api'
import type { Group } from './types'

/** An owner leaves only when alone: somebody must own the group. */
export function canLeave(group: Group): boolean {
  return group.owner !== useSession().userId || group.member_count === 1
}

/** Leaves a group once the person is sure. */
export async function leave(group: Group): Promise<void> {
  const { t } = i18n.global
  const sure = await confirm({
    title: t('groups.leaveTitle', { name: group.name }),
    text: t('groups.leaveText'),
    confirmLabel: t('groups.leave'),
    danger: true,
  })
  if (sure) await attempt(leaveGroup(group.id))
}
