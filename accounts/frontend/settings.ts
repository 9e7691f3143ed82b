import type { LocaleChoice, ThemeChoice } from '@ggtalk/preferences'

export type AvatarSize = 'large' | 'small'

/** What a user has set, kept on the server under `Me.settings`. */
export interface AccountSettings {
  /** null: never chosen, so each browser keeps its own */
  theme: ThemeChoice | null
  language: LocaleChoice | null
  contacts_avatar_size: AvatarSize
  /** 0: never */
  away_after_minutes: number
}

export const AWAY_MINUTES = [1, 3, 5, 10, 15, 30, 60, 0] as const
const DEFAULT_AWAY_MINUTES = 5

const THEMES: readonly ThemeChoice[] = ['system', 'light', 'dark']
const LANGUAGES: readonly LocaleChoice[] = ['auto', 'zh-CN', 'en']

/** Reads stored settings; what is missing or not understood gets its default. */
export function readSettings(stored: Readonly<Record<string, unknown>>): AccountSettings {
  const minutes = stored.away_after_minutes
  return {
    theme: oneOf(THEMES, stored.theme),
    language: oneOf(LANGUAGES, stored.language),
    contacts_avatar_size: stored.contacts_avatar_size === 'small' ? 'small' : 'large',
    away_after_minutes: oneOf(AWAY_MINUTES, minutes) ?? DEFAULT_AWAY_MINUTES,
  }
}

function oneOf<Value>(choices: readonly Value[], value: unknown): Value | null {
  return choices.find((choice) => choice === value) ?? null
}
