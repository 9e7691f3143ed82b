import { ApiError } from '@ggtalk/api/errors'
import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import { MOST_IDS, fetchForwarded, fetchKnown } from '../../api'
import { excerptOf, voiceWord } from '../../conversations/excerpt'
import { nameIn } from '../../conversations/names'
import { lineText } from '../../conversations/notices'
import { calledThere, cardTitle, lineOf } from '../../forwarding/cards'
import { OBJECT } from '../../inline/cut'
import { inWords, inlineOf } from '../../inline/inline'
import { picturesIn } from '../../pictures/viewer'
import { stickerWord } from '../../stickers/stickers'
import { answeredBy, cardOf, stickerOf, textOf, voiceOf, type ForwardedCard, type ForwardedItem, type Message } from '../../types'
import type { EmbeddedPicture, Embedding } from './embedding'
import type { Card, Line, Quote, Said } from './formats'

type Body = Pick<Message, 'body'>

interface About {
  conversation: number
  /** what pictures are written into; null where they are only named */
  embedding: Embedding | null
  fullTime: (iso: string) => string
  /** what this browser has kept of the conversation, by id, where the server is not asked for what is answered; else null */
  copies: ReadonlyMap<number, Message> | null
}

/** Writes messages down with all that belongs to them: what they answer, what they show, and the messages of cards. */
export class Lines {
  /** answered messages by id; null where they are not here any more */
  private readonly answered = new Map<number, Message | null>()
  private isCutOff = false

  constructor(private readonly about: About) {}

  /** Sees to it that what these answer is known. Throws `NetworkError` where nobody answers. */
  async learn(messages: readonly Message[]): Promise<void> {
    const { conversation, copies } = this.about
    const wanted = [...new Set(messages.map(answeredBy))].filter((id) => id !== null && !this.answered.has(id)) as number[]
    for (let start = 0; start < wanted.length; start += MOST_IDS) {
      const ids = wanted.slice(start, start + MOST_IDS)
      const found = copies ? ids.flatMap((id) => copies.get(id) ?? []) : await fetchKnown(conversation, ids)
      for (const id of ids) this.answered.set(id, found.find((message) => message.id === id) ?? null)
    }
  }

  /** Of a message whose answered one was learnt. */
  async of(message: Message): Promise<Line> {
    const line = lineText(message)
    const said = await this.said(nameOf(message), message.sent_at, message)
    return {
      ...said,
      text: line ?? said.text,
      card: await this.cardOf(message),
      mine: message.sender === useSession().userId,
      isNotice: line !== null,
      edited: message.edited_at ? i18n.global.t('chat.edited.mark') : '',
      answers: this.quoteOf(message),
      message,
    }
  }

  private async said(name: string, sentAt: string, of: Body): Promise<Said> {
    const pictures = (await this.about.embedding?.of(of)) ?? []
    return { name, sentAt, when: this.about.fullTime(sentAt), text: written(of, pictures), pictures, card: null }
  }

  private quoteOf(message: Message): Quote | null {
    const id = answeredBy(message)
    if (id === null) return null
    const answered = this.answered.get(id)
    return answered ? { name: nameOf(answered), text: excerptOf(answered) } : { name: '', text: i18n.global.t('chat.quote.missing') }
  }

  private async cardOf(message: Message): Promise<Card | null> {
    const card = cardOf(message)
    if (!card) return null
    const items = await this.fetched(message.id)
    return items ? this.filled(card, items) : { title: cardTitle(card), said: card.lines.map((line) => beginning(lineOf(line))) }
  }

  /** All messages of a card; null where there is only its beginning. */
  private async fetched(message: number): Promise<readonly ForwardedItem[] | null> {
    if (this.isCutOff) return null
    try {
      return await fetchForwarded(message)
    } catch (failure) {
      if (failure instanceof ApiError) return null // it was recalled meanwhile
      if (!this.about.copies) throw failure
      this.isCutOff = true
      return null
    }
  }

  private async filled(card: ForwardedCard, items: readonly ForwardedItem[]): Promise<Card> {
    const said: Said[] = []
    for (const { name, sent_at, body, messages } of items) {
      const one = await this.said(calledThere(name), sent_at, { body })
      said.push({ ...one, card: body.forwarded ? await this.filled(body.forwarded, messages ?? []) : null })
    }
    return { title: cardTitle(card), said }
  }
}

function nameOf({ conversation, sender }: Message): string {
  return nameIn(conversation, sender) || String(sender)
}

function beginning(text: string): Said {
  return { name: '', when: '', sentAt: '', text, pictures: [], card: null }
}

/** What it says, and what it shows as far as that is not drawn. */
function written(of: Body, drawn: readonly EmbeddedPicture[]): string {
  const { t } = i18n.global
  const sticker = stickerOf(of.body)
  const voice = voiceOf(of)
  const inline = inlineOf(of.body)
  const isDrawn = drawn.length >= picturesIn(of).length + inline.filter((one) => one.sticker !== undefined).length
  const words = isDrawn ? (textOf(of) ?? '').replaceAll(OBJECT, '') : inWords(textOf(of) ?? '', inline)
  return [
    sticker !== null && drawn.length === 0 ? stickerWord(sticker) : '',
    picturesIn(of).length > inline.length && !isDrawn ? t('chat.pictures.word') : '',
    voice ? voiceWord(voice.duration_ms) : '',
    words,
  ]
    .filter(Boolean)
    .join('\n')
}
