import { i18n } from '@ggtalk/i18n'
import { stickerWord } from '../stickers/stickers'
import type { ForwardedCard, ForwardedItem } from '../types'

/** What a card is called: after the group, or the two, whose messages it holds. */
export function cardTitle(card: ForwardedCard): string {
  const { t } = i18n.global
  if (card.kind === 'group') return t('chat.card.ofGroup', { title: card.title })
  const [one = '', other = ''] = card.names.map(calledThere)
  return t('chat.card.ofTwo', { one, other })
}

/** A name as it was; those who are gone have none. */
export function calledThere(name: string): string {
  return name || i18n.global.t('chat.card.nobody')
}

/** The beginning of one message of a card. */
export function lineOf({ name, kind, text }: ForwardedCard['lines'][number]): string {
  const { t } = i18n.global
  if (kind === 'sticker') return t('chat.list.said', { name: calledThere(name), text: stickerWord(text) })
  const words = { text: '', picture: t('chat.pictures.word'), voice: t('chat.voice.word', { length: '' }).trim(), card: t('chat.card.word') }
  const word = words[kind]
  return t('chat.list.said', { name: calledThere(name), text: [word, text].filter(Boolean).join(' ') })
}

/** What the dialog of a card shows. */
export interface Level {
  title: string
  items: readonly ForwardedItem[]
}
