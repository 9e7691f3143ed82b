import { i18n } from '@ggtalk/i18n'
import type { Sticker } from '../types'

/** In the order in which they are offered; drawn by tooling/emoticons.py. */
export const STICKERS = [
  'smile', 'laugh', 'wink', 'love', 'kiss', 'shy', 'cool', 'cry', 'angry', 'surprise', 'think', 'sleep', 'sweat', 'dizzy', 'party', 'heart',
] as const

const pictures = import.meta.glob<string>('./builtin/*.webp', { query: '?no-inline', import: 'default', eager: true })

/** Where its picture is; `still` does not move. Undefined for one of a later version. */
export function stickerUrl(name: string, still = false): string | undefined {
  return pictures[`./builtin/${name}${still ? '.still' : ''}.webp`]
}

/** What it is called, for who does not see it. */
export function stickerName(name: string): string {
  const { t } = i18n.global
  return STICKERS.some((known) => known === name) ? t(`chat.stickers.names.${name}`) : t('chat.stickers.unknown')
}

/** A message that is one, in words: `[Sticker: party]`; what people made one of has no name. */
export function stickerWord(sticker: Sticker): string {
  const { t } = i18n.global
  return typeof sticker === 'string' && sticker ? t('chat.stickers.word', { name: stickerName(sticker) }) : t('chat.stickers.ownWord')
}
