import { focusOnceShown, steppedTo } from '@ggtalk/ui/stepping'
import { computed, ref, type ComputedRef } from 'vue'

/** The focus in the list of conversations, of which only what is in sight is drawn. */
export interface RowFocus {
  /** index of the row that has the focus or had it last; -1 without */
  at: ComputedRef<number>
  came: (event: FocusEvent) => void
  /** the arrow keys, Home and End move to a row, bringing it into sight */
  press: (event: KeyboardEvent) => Promise<void>
}

export function useRowFocus(ids: () => readonly number[], reveal: (index: number) => void): RowFocus {
  const focused = ref<number | null>(null)
  const at = computed(() => (focused.value === null ? -1 : ids().indexOf(focused.value)))

  function came(event: FocusEvent): void {
    focused.value = conversationAt(event.target)
  }

  async function press(event: KeyboardEvent): Promise<void> {
    const list = event.currentTarget
    const to = steppedTo(event, at.value, ids().length - 1)
    if (to === null || !(list instanceof HTMLElement)) return
    event.preventDefault()
    const id = ids()[to] ?? null
    focused.value = id // draws the row, wherever it is
    reveal(to)
    await focusOnceShown(() => (focused.value === id ? list.querySelector<HTMLElement>(`[data-conversation="${id}"]`) : null))
  }

  return { at, came, press }
}

/** The id of the conversation whose row this is in; null where it is none. */
export function conversationAt(place: EventTarget | null): number | null {
  const row = place instanceof Element ? place.closest<HTMLElement>('[data-conversation]') : null
  return row ? Number(row.dataset.conversation) : null
}
