import { getCurrentInstance, onActivated, onDeactivated, onScopeDispose } from 'vue'

/** search: Ctrl+K · next / previous: Alt+↓ / Alt+↑ · clear: Alt+L · close: Esc */
export type Shortcut = 'search' | 'next' | 'previous' | 'clear' | 'close'
/** Answers false to leave the key to the one registered before. */
export type ShortcutHandler = () => boolean | undefined | void

const handlers = new Map<Shortcut, ShortcutHandler[]>()

/** Hears a shortcut while the calling component lives and is not put by; the latest to register hears it first. */
export function useShortcut(shortcut: Shortcut, handler: ShortcutHandler): void {
  const others = (): ShortcutHandler[] => (handlers.get(shortcut) ?? []).filter((other) => other !== handler)
  const hear = (): void => void handlers.set(shortcut, [...others(), handler])
  const ignore = (): void => void handlers.set(shortcut, others())
  hear()
  onScopeDispose(ignore)
  if (!getCurrentInstance()) return
  onActivated(hear)
  onDeactivated(ignore)
}

/** Which shortcut a key press means, if any. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const command = event.ctrlKey || event.metaKey
  if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') return 'search'
  if (event.altKey && !command && event.key === 'ArrowDown') return 'next'
  if (event.altKey && !command && event.key === 'ArrowUp') return 'previous'
  if (event.altKey && !command && !event.shiftKey && event.key.toLowerCase() === 'l') return 'clear'
  if (event.key === 'Escape' && !command && !event.altKey && !event.isComposing) return 'close'
  return null
}

/** An open dialog or menu deals with its keys itself, and what lies under it hears none. */
const OPEN_LAYER = ':is([role="dialog"], [role="menu"])[data-state="open"]'

/** Runs the shortcut of a key press, unless somebody has dealt with it already. */
export function handleShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || document.querySelector(OPEN_LAYER)) return
  const shortcut = shortcutOf(event)
  if (!shortcut) return
  for (const handler of [...(handlers.get(shortcut) ?? [])].reverse()) {
    if (handler() === false) continue
    event.preventDefault()
    return
  }
}
