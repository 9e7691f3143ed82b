import { useMe } from '@accounts'
import { api, call } from '@ggtalk/api/client'
import { computed, type ComputedRef } from 'vue'
import { readStyle } from '../fonts/style'
import { readReplies } from '../replies/stored'
import type { TextStyle } from '../types'

export type SendKey = 'enter' | 'ctrl_enter'
export type MessageSize = 'small' | 'medium' | 'large'

/** What a user has set about chatting, kept on the server under `Me.settings`. */
export interface ChatSettings {
  send_key: SendKey
  shows_last_sentence: boolean
  message_size: MessageSize
  /** whether others are shown what I have read; the server heeds it */
  sends_read_marks: boolean
  /** others are shown that I am writing, and I am shown it of them; the server heeds it */
  shows_typing: boolean
  /** what is behind links is shown with the messages */
  shows_previews: boolean
  /** how I write; null: plainly */
  font: TextStyle | null
  /** every text is shown in my font, whatever its writer chose */
  own_font_for_all: boolean
  /** where the history browser looks first */
  history_source: HistorySource
  /** null: never set */
  quick_replies: readonly string[] | null
}

/** The server's history, or the copy that this browser keeps. */
export type HistorySource = 'server' | 'local'

export const HISTORY_SOURCES: readonly HistorySource[] = ['server', 'local']
export const SEND_KEYS: readonly SendKey[] = ['enter', 'ctrl_enter']
export const MESSAGE_SIZES: readonly MessageSize[] = ['small', 'medium', 'large']

/** Reads stored settings; what is missing or not understood gets its default. */
export function readSettings(stored: Readonly<Record<string, unknown>>): ChatSettings {
  return {
    send_key: SEND_KEYS.find((key) => key === stored.send_key) ?? 'enter',
    shows_last_sentence: stored.shows_last_sentence !== false,
    message_size: MESSAGE_SIZES.find((size) => size === stored.message_size) ?? 'medium',
    sends_read_marks: stored.sends_read_marks !== false,
    shows_typing: stored.shows_typing !== false,
    shows_previews: stored.shows_previews !== false,
    font: readStyle(stored.font),
    own_font_for_all: stored.own_font_for_all === true,
    history_source: HISTORY_SOURCES.find((source) => source === stored.history_source) ?? 'server',
    quick_replies: readReplies(stored.quick_replies),
  }
}

export function useChatSettings(): ComputedRef<ChatSettings> {
  return computed(() => readSettings(useMe().me?.settings ?? {}))
}

export async function changeSettings(settings: Partial<ChatSettings>): Promise<void> {
  await call(api.PATCH('/api/me/', { body: { settings: { ...settings } } }))
}
