import { useEventListener } from '@vueuse/core'
import { watch, type Ref } from 'vue'

/** Whatever is scrolled inside `place` is where it was when it is seen again, though the browser forgets that meanwhile. */
export function useKeptScroll(place: Readonly<Ref<HTMLElement | null>>, seen: () => unknown): void {
  const tops = new WeakMap<Element, number>()

  function note({ target }: Event): void {
    if (target instanceof Element && target.clientHeight > 0) tops.set(target, target.scrollTop)
  }

  function restore(): void {
    for (const part of place.value?.querySelectorAll('*') ?? []) part.scrollTop = tops.get(part) ?? part.scrollTop
  }

  useEventListener(place, 'scroll', note, { capture: true, passive: true })
  watch(seen, restore, { flush: 'post' })
}
