/** Who is muted until when, in words and as entries of menus. */
import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import type { MenuItem } from '@ggtalk/ui/menu'
import { shallowRef } from 'vue'
import { useGroups } from '../stores/groups'
import { useMembers } from '../stores/members'
import { isRuling, myRole } from './rights'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** From the largest to the smallest. */
const UNITS = [['day', DAY], ['hour', HOUR], ['minute', MINUTE], ['second', 1]] as const
const LENGTHS = [10 * MINUTE, HOUR, 12 * HOUR, DAY, 7 * DAY] as const

const tick = shallowRef(0)
let timer: ReturnType<typeof setTimeout> | undefined

/** The time now, in ms; whoever asks in an effect asks again in a second. */
function now(): number {
  timer ??= setTimeout(() => {
    timer = undefined
    tick.value += 1
  }, 1_000)
  return tick.value >= 0 ? Date.now() : 0
}

/** What is left of a silence, in words ("9 minutes"); empty for one that lasts until it is lifted, null where there is none. */
export function leftOf(until: string | null | undefined): string | null {
  if (!until) return null
  if (until.startsWith('9999')) return ''
  const seconds = Math.ceil((Date.parse(until) - now()) / 1_000)
  return seconds > 0 ? lengthText(seconds) : null
}

/** A length of time in the largest unit that does not round it much, rounded up. */
function lengthText(seconds: number): string {
  const [unit, size] = UNITS.find(([, of]) => seconds % of === 0 || seconds >= 2 * of) ?? UNITS[3]
  return new Intl.NumberFormat(i18n.global.locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(seconds / size))
}

/** Why I may not say anything in a group's conversation now; null when I may. */
export function silenceIn(conversation: number): string | null {
  const { t } = i18n.global
  const group = useGroups().byConversation.get(conversation)
  if (!group) return null
  const me = useSession().userId
  const mine = leftOf(useMembers().wanted(group.id)?.find(({ user }) => user.id === me)?.silenced_until)
  if (mine !== null) return mine ? t('groups.silence.mine', { left: mine }) : t('groups.silence.mineUntilLifted')
  const everybodys = isRuling(myRole(group)) ? null : leftOf(group.silenced_until)
  if (everybodys === null) return null
  return everybodys ? t('groups.silence.all', { left: everybodys }) : t('groups.silence.allUntilLifted')
}

/** For how long somebody is to be muted; `null` is until it is lifted. */
export function lengthEntries(begin: (seconds: number | null) => void): MenuItem[] {
  const lasting = { id: 'until lifted', label: i18n.global.t('groups.silence.untilLifted'), onSelect: () => begin(null) }
  return [...LENGTHS.map((seconds) => ({ id: String(seconds), label: lengthText(seconds), onSelect: () => begin(seconds) })), lasting]
}
