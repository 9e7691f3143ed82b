import { i18n } from '@ggtalk/i18n'
import { bodyLine, excerptOf, oneLine, voiceWord } from '../conversations/excerpt'
import { nameIn } from '../conversations/names'
import { inWords } from '../inline/inline'
import { picturesAbove, type Outgoing } from '../outbox/entries'
import { isLine, type Conversation, type Message } from '../types'

/** What the list says below a conversation's name. */
export interface LastLine {
  /** typing: somebody writes now. draft: begun here. failed, sending: my last one is not stored */
  mark: 'typing' | 'draft' | 'failed' | 'sending' | null
  text: string
}

export interface LastLineSources {
  typing: readonly number[]
  /** empty where the conversation is open: the draft stands in its composer */
  draft: string
  outgoing: readonly Outgoing[]
  me: number
}

export function lastLineOf(conversation: Conversation, { typing, draft, outgoing, me }: LastLineSources): LastLine {
  const { t } = i18n.global
  const [writer] = typing
  if (writer !== undefined) {
    const isDirect = conversation.kind === 'direct'
    return { mark: 'typing', text: isDirect ? t('chat.list.peerTyping') : t('chat.list.typing', { name: nameIn(conversation.id, writer) }) }
  }
  if (draft !== '') return { mark: 'draft', text: oneLine(draft) }
  const mine = outgoing.at(-1)
  if (mine) return { mark: outgoing.some(isRefused) ? 'failed' : 'sending', text: writtenText(mine) }
  const said = conversation.last_message
  return { mark: null, text: said ? saidText(said, conversation, me) : '' }
}

function writtenText(entry: Outgoing): string {
  const { body, inline = [], voice } = entry
  return voice ? voiceWord(voice.duration_ms) : bodyLine(body, inWords(body.text, inline), picturesAbove(entry).length)
}

function saidText(message: Message, conversation: Conversation, me: number): string {
  const { t } = i18n.global
  const text = excerptOf(message)
  if (isLine(message)) return text
  if (message.sender === me) return t('chat.list.said', { name: t('chat.me'), text })
  if (conversation.kind === 'direct') return text
  const name = nameIn(conversation.id, message.sender)
  return name ? t('chat.list.said', { name, text }) : text
}

function isRefused(entry: Outgoing): boolean {
  return entry.progress === 'refused'
}
