/** What owners and admins do, each once the person is sure; screens follow the events. */
import { displayName } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { attempt } from '@ggtalk/task'
import { confirm, type Question } from '@ggtalk/ui/confirm'
import {
  dissolveGroup, endSilence, endSilenceOfEverybody, handOver, removeMember, setPrivateChat, setRole, silenceEverybody, silenceMember,
} from '../api'
import type { Group, Member } from '../types'

export async function dissolve(group: Group): Promise<void> {
  await onceSure('dissolve', { name: group.name }, () => dissolveGroup(group.id))
}

export async function remove(group: Group, { user }: Member): Promise<void> {
  await onceSure('remove', { name: group.name, person: displayName(user) }, () => removeMember(group.id, user.id))
}

export async function giveAway(group: Group, { user }: Member): Promise<void> {
  await onceSure('handOver', { name: group.name, person: displayName(user) }, () => handOver(group.id, user.id))
}

export async function changeRole(group: Group, { user }: Member, role: 'admin' | 'member'): Promise<void> {
  await attempt(setRole(group.id, user.id, role))
}

export async function silence(group: Group, { user }: Member, seconds: number | null): Promise<void> {
  await attempt(silenceMember(group.id, user.id, seconds))
}

export async function speakAgain(group: Group, { user }: Member): Promise<void> {
  await attempt(endSilence(group.id, user.id))
}

export async function silenceAll(group: Group, seconds: number | null): Promise<void> {
  await attempt(silenceEverybody(group.id, seconds))
}

export async function speakAgainAll(group: Group): Promise<void> {
  await attempt(endSilenceOfEverybody(group.id))
}

export async function togglePrivateChat(group: Group): Promise<void> {
  await attempt(setPrivateChat(group.id, !group.allows_private_chat))
}

async function onceSure(what: 'dissolve' | 'remove' | 'handOver', names: Record<string, string>, act: () => Promise<void>): Promise<void> {
  const { t } = i18n.global
  const question: Question = {
    title: t(`groups.${what}Title`, names), text: t(`groups.${what}Text`), confirmLabel: t(`groups.${what}`), danger: what !== 'handOver',
  }
  if (await confirm(question)) await attempt(act())
}
