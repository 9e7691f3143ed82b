import { useSession } from '@ggtalk/session'
import type { MenuItem } from '@ggtalk/ui/menu'
import { Link2Off, Pencil, SmilePlus, Undo2 } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { useAims } from '../answers/aims'
import { recallMessage, removePreview } from '../changes/changes'
import { useLimits } from '../changes/limits'
import { previewOf, type Message } from '../types'

interface ChangeItems {
  react: (message: Message) => MenuItem
  /** what I can do to what I said; `now` in ms since 1970 */
  change: (message: Message, now: number) => MenuItem[]
}

/** What can be made of a message, as items of its menu. */
export function useChangeItems(pickEmoji: (message: Message) => void): ChangeItems {
  const { t } = useI18n()
  const aims = useAims()
  const limits = useLimits()
  const me = useSession().userId ?? 0

  function react(message: Message): MenuItem {
    return { id: 'react', label: t('chat.reactions.react'), icon: SmilePlus, onSelect: () => pickEmoji(message) }
  }

  function recall(message: Message): void {
    aims.keepWords(message)
    void recallMessage(message)
  }

  function change(message: Message, now: number): MenuItem[] {
    const edits = { id: 'change', label: t('chat.message.edit'), icon: Pencil, onSelect: () => aims.edit(message) }
    const recalls = { id: 'recall', label: t('chat.message.recall'), icon: Undo2, danger: true, onSelect: () => recall(message) }
    const unlinks = { id: 'preview', label: t('chat.preview.remove'), icon: Link2Off, onSelect: () => void removePreview(message) }
    return [...(previewOf(message) && message.sender === me ? [unlinks] : []), ...(limits.mayEdit(message, me, now) ? [edits] : []), ...(limits.mayRecall(message, me, now) ? [recalls] : [])]
  }

  return { react, change }
}
