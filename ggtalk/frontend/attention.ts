import { useEventListener } from '@vueuse/core'
import { readonly, ref, type Ref } from 'vue'

const called = ref('')

/** What somebody should be told before all else; empty when there is nothing. The window's title begins with it. */
export const attention = readonly(called)

/** Says something in the window's title until somebody looks at the window. */
export function callAttention(text: string): void {
  if (!document.hasFocus()) called.value = text
}

/** Ends the call when the window is looked at. */
export function useAttentionEnds(): Readonly<Ref<string>> {
  useEventListener(window, ['focus', 'pointerdown', 'keydown'], () => (called.value = ''))
  return attention
}
