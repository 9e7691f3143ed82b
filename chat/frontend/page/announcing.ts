import { useSession } from '@ggtalk/session'
import { ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { excerptOf, wordsOf } from '../conversations/excerpt'
import { nameIn } from '../conversations/names'
import { lineText } from '../conversations/notices'
import { beginningOf } from '../text/characters'
import { cardOf, imagesOf, stickerOf, voiceOf, type Conversation } from '../types'

const SPOKEN_CHARACTERS = 300

/** What a screen reader is told of messages that come while the conversation is open. */
export function useAnnouncement(conversation: () => Conversation): Ref<string> {
  const { t } = useI18n()
  const session = useSession()
  const said = ref('')
  watch(
    () => conversation().last_message,
    (message, before) => {
      if (!message || message.sender === session.userId || message.seq <= (before?.seq ?? 0)) return
      const name = nameIn(message.conversation, message.sender)
      const isNamed = cardOf(message) !== null || stickerOf(message.body) !== null
      const words = isNamed ? excerptOf(message) : beginningOf(wordsOf(message), SPOKEN_CHARACTERS, 5)
      const text = imagesOf(message).length > 0 ? `${t('chat.pictures.word')} ${words}` : words
      if (voiceOf(message)) said.value = t('chat.list.said', { name, text: excerptOf(message) })
      else said.value = lineText(message) ?? t('chat.list.said', { name, text })
    },
  )
  return said
}
