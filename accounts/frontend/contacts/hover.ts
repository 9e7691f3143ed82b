import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { User } from '../types'

const OPEN_AFTER_MS = 500
const CLOSE_AFTER_MS = 150

export interface Hovered {
  user: User
  anchor: HTMLElement
}

/** One card for a whole list: whose picture the pointer rests on. It stays while the pointer is on the card itself. */
export interface HoverCardState {
  shown: ShallowRef<Hovered | null>
  rest: (user: User, event: PointerEvent) => void
  leave: () => void
  stay: () => void
  close: () => void
}

export function useHoverCard(): HoverCardState {
  const shown = shallowRef<Hovered | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function after(milliseconds: number, next: Hovered | null): void {
    clearTimeout(timer)
    timer = setTimeout(() => (shown.value = next), milliseconds)
  }

  function rest(user: User, event: PointerEvent): void {
    if (event.pointerType === 'touch') return
    after(shown.value ? CLOSE_AFTER_MS : OPEN_AFTER_MS, { user, anchor: event.currentTarget as HTMLElement })
  }

  function stay(): void {
    clearTimeout(timer)
  }

  function close(): void {
    clearTimeout(timer)
    shown.value = null
  }

  onScopeDispose(() => clearTimeout(timer))
  return { shown, rest, leave: () => after(CLOSE_AFTER_MS, null), stay, close }
}
