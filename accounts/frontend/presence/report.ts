import { useConnection } from '@ggtalk/realtime/connection'
import { computed, watch } from 'vue'
import { useMe } from '../stores/me'
import type { ChosenPresence } from '../types'
import { useIdleFor } from './idle'

/**
 * Keeps the server told how present this client is: as chosen by hand, but away while nobody is there.
 * A new line begins with what was chosen, and choosing puts every client of mine there; so only the difference is said.
 */
export function useReportPresence(): void {
  const connection = useConnection()
  const me = useMe()
  const idle = useIdleFor(() => me.settings.away_after_minutes)
  const live = computed(() => connection.state === 'live')
  const chosen = computed(() => me.me?.presence)
  const actual = computed(() => actualPresence(chosen.value, idle.value))
  let said: ChosenPresence | undefined

  watch(
    [live, chosen, actual] as const,
    ([isLive, choice, presence], [wasLive, lastChoice]) => {
      if (!isLive || !presence) return
      if (!wasLive || choice !== lastChoice) said = choice
      if (presence === said) return
      said = presence
      connection.send('presence.set', { presence }).catch(() => (said = undefined))
    },
    { immediate: true },
  )
}

/** Only who is online goes away by themselves: busy and the others were meant. */
export function actualPresence(chosen: ChosenPresence | undefined, idle: boolean): ChosenPresence | undefined {
  return chosen === 'online' && idle ? 'away' : chosen
}
