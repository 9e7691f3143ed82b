import { useSession } from '@ggtalk/session'
import { useStorage } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

/** Which friend groups are folded up in this browser, for whoever is signed in. */
export function useCollapsedGroups(): { collapsed: ComputedRef<ReadonlySet<number>>; toggle: (group: number) => void } {
  const stored = useStorage<number[]>(`ggtalk.collapsed.${useSession().userId}`, [])
  const collapsed = computed(() => new Set(stored.value))

  function toggle(group: number): void {
    stored.value = collapsed.value.has(group) ? stored.value.filter((id) => id !== group) : [...stored.value, group]
  }

  return { collapsed, toggle }
}
