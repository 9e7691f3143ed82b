import { attempt } from '@ggtalk/task'
import { i18n } from '@ggtalk/i18n'
import { useConnection } from '@ggtalk/realtime/connection'
import { confirm } from '@ggtalk/ui/confirm'
import type { Message } from '../types'

/** Asks whether it is meant, and deletes messages of one conversation for me; tells whether it was done. */
export async function deleteForMe(messages: readonly Message[]): Promise<boolean> {
  const [first] = messages
  if (!first) return false
  const { t } = i18n.global
  const sure = await confirm({
    title: t('chat.deleting.title', messages.length), text: t('chat.deleting.text'), confirmLabel: t('chat.deleting.name'), danger: true,
  })
  return sure && attempt(useConnection().send('message.delete', { conversation: first.conversation, messages: messages.map(({ id }) => id) }))
}
