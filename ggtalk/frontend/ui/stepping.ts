import { nextTick } from 'vue'

const KEYS = new Set(['ArrowDown', 'ArrowUp', 'Home', 'End'])

/**
 * The index that a key moves to in a list whose last index is `last`; `at` is -1 when none of it has the focus.
 * Null where the key does not move: above the first one, in an empty list, or another key.
 */
export function steppedTo(event: KeyboardEvent, at: number, last: number): number | null {
  if (!KEYS.has(event.key) || event.ctrlKey || event.altKey || event.metaKey || last < 0) return null
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: last }[event.key] ?? -1
  return to < 0 ? null : Math.min(to, last)
}

const PATIENCE_FRAMES = 20

/** Focuses a row of a virtual list as soon as it can be: such a row is drawn, and hidden until it is measured. */
export async function focusOnceShown(find: () => HTMLElement | null): Promise<void> {
  await nextTick()
  for (let frame = 0; frame < PATIENCE_FRAMES; frame += 1) {
    const row = find()
    row?.focus({ preventScroll: true })
    if (row !== null && row === document.activeElement) return
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
