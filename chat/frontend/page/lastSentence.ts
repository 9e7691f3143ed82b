import { excerptOf, wordsOf } from '../conversations/excerpt'
import { stickerOf, voiceOf, type Message } from '../types'

/** The last thing somebody wrote before today, among the messages that are held; null where there is none. */
export function lastSentence(messages: readonly Message[], now: Date): { text: string; sentAt: string } | null {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const message = messages.findLast((one) => sentenceOf(one) && Date.parse(one.sent_at) < today)
  return message ? { text: sentenceOf(message), sentAt: message.sent_at } : null
}

function sentenceOf(message: Message): string {
  const isNamed = stickerOf(message.body) !== null || voiceOf(message) !== null
  return isNamed ? excerptOf(message) : wordsOf(message)
}
