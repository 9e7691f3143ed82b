import { useConnection } from '@ggtalk/realtime/connection'
import { useDocumentVisibility } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { useMemberPresences } from '../stores/presences'

/** As long as the caller lives and is looked at, it is told how present the members of a group are. */
export function useWatchedMembers(group: () => number | undefined): void {
  const visibility = useDocumentVisibility()
  const presences = useMemberPresences()
  const watched = computed(() => (useConnection().state === 'live' && visibility.value === 'visible' ? group() : undefined))
  const turn = (id: number | undefined): void => {
    const asked = id === undefined ? presences.rest() : presences.watch(id)
    asked.catch(() => undefined)
  }
  watch(watched, turn, { immediate: true })
  onScopeDispose(() => turn(undefined))
}
