import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useChatSettings } from '../settings/settings'
import { beginningOf } from '../text/characters'
import { MOST_REPLIES, MOST_REPLY_CHARACTERS } from './stored'

const USUAL = ['1', '2', '3', '4'] as const

/** My quick replies; a few usual ones while none were ever set. */
export function useQuickReplies(): ComputedRef<readonly string[]> {
  const { t } = useI18n()
  const settings = useChatSettings()
  return computed(() => settings.value.quick_replies ?? USUAL.map((id) => t(`chat.replies.usual.${id}`)))
}

/** What is kept of edited replies: no blank ones, and as many as there is room for. */
export function keptReplies(edited: readonly string[]): string[] {
  return edited
    .map((reply) => beginningOf(reply.trim(), MOST_REPLY_CHARACTERS, 1))
    .filter(Boolean)
    .slice(0, MOST_REPLIES)
}
