import type { StoredFile } from '@files'
import { copyText } from '@ggtalk/ui/clipboard'
import type { MenuItem } from '@ggtalk/ui/menu'
import { ArrowDownToLine, ArrowUpToLine, Copy, Eraser, Forward, ListChecks, Pencil, Pin, PinOff, Reply, RotateCcw, Star, Sticker, TextSelect, Trash2 } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { keep } from '../favourites/favourites'
import { useForwarding } from '../forwarding/forwarding'
import type { Row, TextRow } from '../history/rows'
import { canBeGivenUp, canBeTried, type Outgoing } from '../outbox/entries'
import { inWords } from '../inline/inline'
import { useOutbox } from '../outbox/outbox'
import { deleteForMe } from '../deleting/deleting'
import { mayPin, pin, usePins } from '../pins/pins'
import { copyPicture } from '../pictures/copyPicture'
import { useSelection } from '../selection/selection'
import { collectShown, useOwnStickers } from '../stickers/ownStickers'
import { stickerOf, type Message } from '../types'
import { useChangeItems } from './changeItems'
import { selectAll } from './selectAll'

export interface MessageMenuActions {
  edit: (entry: Outgoing) => void
  reply: (message: Message) => void
  /** lets any emoji be chosen to react with */
  pickEmoji: (message: Message) => void
  /** whether anything can be said here now */
  canWrite: () => boolean
  toStart: () => void
  toEnd: () => void
  clear: () => void
}

/** The menu of the message under the pointer; of the conversation where there is none. */
export function useMessageMenu(actions: MessageMenuActions): (row: Row | undefined, bubble: Element | null, now: number) => MenuItem[] {
  const { t } = useI18n()
  const outbox = useOutbox()
  const changes = useChangeItems(actions.pickEmoji)

  function unsentItems(entry: Outgoing): MenuItem[] {
    return [
      ...(canBeTried(entry) ? [{ id: 'retry', label: t('shell.actions.retry'), icon: RotateCcw, separated: true, onSelect: () => void outbox.retry(entry.clientId) }] : []),
      ...(entry.voice || stickerOf(entry.body) ? [] : [{ id: 'edit', label: t('chat.message.editAgain'), icon: Pencil, onSelect: () => actions.edit(entry) }]),
      { id: 'delete', label: t('chat.message.delete'), icon: Trash2, danger: true, onSelect: () => void outbox.remove(entry.clientId) },
    ]
  }

  function replyItem(message: Message | null): MenuItem[] {
    if (!message || !actions.canWrite()) return []
    return [{ id: 'reply', label: t('chat.message.reply'), icon: Reply, onSelect: () => actions.reply(message) }, changes.react(message)]
  }

  return (row, bubble, now) => {
    if (row?.kind !== 'text' || !bubble)
      return [
        { id: 'start', label: t('chat.message.toStart'), icon: ArrowUpToLine, keys: 'Home', onSelect: actions.toStart },
        { id: 'end', label: t('chat.message.toEnd'), icon: ArrowDownToLine, keys: 'End', onSelect: actions.toEnd },
        { id: 'clear', label: t('chat.message.clear'), icon: Eraser, keys: 'Alt+L', separated: true, onSelect: actions.clear },
      ]
    return [
      ...replyItem(row.message),
      ...(row.message && !row.burn ? [forwardItem(row.message, t), ...(actions.canWrite() ? pinItems(row.message, t) : [])] : []),
      ...collectItems(row, t),
      ...(row.text ? textItems(inWords(row.text, row.inline), bubble, t) : pictureItems(row.images, t)),
      ...(row.message && actions.canWrite() ? changes.change(row.message, now) : []),
      ...(row.message ? ownItems(row.message, row.burn === null, t) : []),
      ...(row.outgoing && canBeGivenUp(row.outgoing) ? unsentItems(row.outgoing) : []),
    ]
  }
}

type Words = ReturnType<typeof useI18n>['t']

function forwardItem(message: Message, t: Words): MenuItem {
  return { id: 'forward', label: t('chat.forward.name'), icon: Forward, onSelect: () => useForwarding().begin([message]) }
}

function pinItems(message: Message, t: Words): MenuItem[] {
  if (!mayPin(message.conversation)) return []
  const pinned = usePins().has(message)
  return [{ id: 'pin', label: t(pinned ? 'chat.pins.unpin' : 'chat.pins.pin'), icon: pinned ? PinOff : Pin, onSelect: () => void pin(message, !pinned) }]
}

/** Its only picture, or a sticker of somebody else's own, becomes one of mine. */
function collectItems(row: TextRow, t: Words): MenuItem[] {
  const [first, ...others] = row.sticker === null ? row.images : [row.sticker]
  if (!row.message || typeof first !== 'object' || others.length > 0 || useOwnStickers().byId(first.id)) return []
  return [{ id: 'collect', label: t('chat.stickers.collect'), icon: Sticker, onSelect: () => void collectShown(first.id) }]
}

/** What concerns nobody but me; `canKeep`: it can be a favourite. */
function ownItems(message: Message, canKeep: boolean, t: Words): MenuItem[] {
  return [
    ...(canKeep ? [{ id: 'keep', label: t('chat.favourites.keep'), icon: Star, onSelect: () => void keep(message) }] : []),
    { id: 'choose', label: t('chat.selection.begin'), icon: ListChecks, separated: true, onSelect: () => useSelection().begin(message) },
    { id: 'delete for me', label: t('chat.deleting.name'), icon: Trash2, danger: true, onSelect: () => void deleteForMe([message]) },
  ]
}

function textItems(text: string, bubble: Element, t: Words): MenuItem[] {
  const marked = selectedIn(bubble)
  return [
    { id: 'copy', label: t(marked ? 'chat.message.copyMarked' : 'chat.message.copy'), icon: Copy, onSelect: () => void copyText(marked || text) },
    { id: 'select', label: t('chat.message.select'), icon: TextSelect, onSelect: () => selectAll(bubble) },
  ]
}

function pictureItems([first]: readonly StoredFile[], t: Words): MenuItem[] {
  return first ? [{ id: 'copy', label: t('chat.pictures.copy'), icon: Copy, onSelect: () => void copyPicture(first) }] : []
}

/** What is marked inside a message; empty when nothing is, or something elsewhere. */
function selectedIn(bubble: Element): string {
  const selection = getSelection()
  return selection && !selection.isCollapsed && selection.containsNode(bubble, true) ? selection.toString() : ''
}
