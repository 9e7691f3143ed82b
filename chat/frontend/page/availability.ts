import { useFriends } from '@accounts'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { groupScreens } from '../groupScreens'
import type { Conversation } from '../types'
import { useUnreachable } from './reachable'

/** Why nothing can be said in a conversation now, as far as it is known here; null when it can be tried. */
export function useUnavailable(conversation: () => Conversation): ComputedRef<string | null> {
  const { t } = useI18n()
  const friends = useFriends()
  const unreachable = useUnreachable()
  return computed(() => {
    const { kind, own, peer } = conversation()
    if (own.left) return t('chat.composer.left_group')
    if (kind === 'group') return groupScreens.value?.silence(conversation().id) ?? null
    if (!peer || peer.name === '') return t('chat.composer.deleted')
    if (friends.blocks.has(peer.id)) return t('chat.composer.blocked')
    return !friends.friends.has(peer.id) && unreachable.people.has(peer.id) ? t('chat.composer.not_available') : null
  })
}
