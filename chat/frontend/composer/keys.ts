import type { SendKey } from '../settings/settings'

/** What a key means in the composer: send, begin a new line (where the browser would not), or nothing special. */
export function meaningOf(event: KeyboardEvent, sendKey: SendKey): 'send' | 'new_line' | null {
  // 229: an input method is at work, in browsers that do not say so otherwise at its last key
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return null
  if (event.shiftKey || event.altKey) return null
  const command = event.ctrlKey || event.metaKey
  if (sendKey === 'ctrl_enter') return command ? 'send' : null
  return command ? 'new_line' : 'send'
}
