import type { Page } from '../api'
import { laterOf, type Message } from '../types'

/**
 * The part of a conversation's messages that is held here: one after the other, oldest first, with nothing missing in
 * between. While `hasNewer` is false it ends at the conversation's end, and what is said is added to it.
 */
export interface MessageWindow {
  readonly messages: readonly Message[]
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

/** The window of the newest page. `newest`: number of the last message heard of, which may be later than the page. */
export function newestWindow(page: Page, newest: number): MessageWindow {
  return { messages: page.messages, hasOlder: page.more, hasNewer: lastSeq(page.messages) < newest }
}

/** The window around a place, from the page before it and the page after it. */
export function windowAround(before: Page, after: Page, newest: number): MessageWindow {
  const messages = [...before.messages, ...after.messages]
  return { messages, hasOlder: before.more, hasNewer: after.more || lastSeq(messages) < newest }
}

/** The end of a copy, as if it were all there is: what lies beyond it only the server has. */
export function copiedWindow(messages: readonly Message[], most: number): MessageWindow {
  return { messages: messages.slice(-most), hasOlder: false, hasNewer: false }
}

export function withOlder(window: MessageWindow, page: Page): MessageWindow {
  const first = window.messages[0]?.seq ?? Number.POSITIVE_INFINITY
  const older = page.messages.filter((message) => message.seq < first)
  return { ...window, messages: [...older, ...window.messages], hasOlder: page.more }
}

export function withNewer(window: MessageWindow, page: Page, newest: number): MessageWindow {
  const last = lastSeq(window.messages)
  const messages = [...window.messages, ...page.messages.filter((message) => message.seq > last)]
  return { ...window, messages, hasNewer: page.more || lastSeq(messages) < newest }
}

/** What was said just now; it comes with a later page where the window does not reach the end. */
export function withMessage(window: MessageWindow, message: Message): MessageWindow {
  if (window.hasNewer || message.seq <= lastSeq(window.messages)) return window
  return { ...window, messages: [...window.messages, message] }
}

/** A message that is held became another one. */
export function withChanged(window: MessageWindow, message: Message): MessageWindow {
  const place = window.messages.findIndex((one) => one.id === message.id)
  const held = window.messages[place]
  if (!held) return window
  return { ...window, messages: window.messages.with(place, laterOf(held, message)) }
}

/** These were deleted by their reader. */
export function withoutMessages(window: MessageWindow, ids: readonly number[]): MessageWindow {
  const messages = window.messages.filter(({ id }) => !ids.includes(id))
  return messages.length === window.messages.length ? window : { ...window, messages }
}

/** At most so many, dropping the oldest. */
export function withoutOldest(window: MessageWindow, most: number): MessageWindow {
  if (window.messages.length <= most) return window
  return { ...window, messages: window.messages.slice(-most), hasOlder: true }
}

/** At most so many, dropping the newest. */
export function withoutNewest(window: MessageWindow, most: number): MessageWindow {
  if (window.messages.length <= most) return window
  return { ...window, messages: window.messages.slice(0, most), hasNewer: true }
}

/** Lets go of the end: what is said from now on comes with a later page. */
export function detached(window: MessageWindow): MessageWindow {
  return { ...window, hasNewer: true }
}

export function lastSeq(messages: readonly Message[]): number {
  return messages.at(-1)?.seq ?? 0
}
