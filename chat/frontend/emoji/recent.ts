import { useStorage } from '@vueuse/core'
import type { Ref } from 'vue'

const KEPT = 24

/** The emoji this browser used last, the latest first. */
export function useRecentEmoji(): { recent: Ref<string[]>; used: (emoji: string) => void } {
  const recent = useStorage<string[]>('ggtalk.recent-emoji', [])

  function used(emoji: string): void {
    recent.value = [emoji, ...recent.value.filter((other) => other !== emoji)].slice(0, KEPT)
  }

  return { recent, used }
}
