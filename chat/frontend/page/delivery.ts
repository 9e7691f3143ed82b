import type { TextRow } from '../history/rows'
import type { Progress } from '../outbox/entries'
import type { Conversation } from '../types'

/** How far one of my messages is. */
export type DeliveryState = 'waiting' | 'postponed' | 'sending' | 'stored' | 'delivered' | 'read' | 'refused'

/** `isLive`: the line stands, so what waits is on its way. What waits is kept: it will be sent even if the page ends. */
export function deliveryOf(row: TextRow, conversation: Conversation, isLive: boolean): DeliveryState {
  if (row.outgoing?.progress === 'refused') return 'refused'
  if (row.outgoing?.progress === 'stored') return 'stored'
  if (row.seq === null) return onItsWay(row.outgoing?.progress, isLive)
  if (conversation.kind === 'group') return 'stored'
  if (row.seq <= conversation.peer_read_seq) return 'read'
  return row.seq <= conversation.peer_delivered_seq ? 'delivered' : 'stored'
}

function onItsWay(progress: Progress | undefined, isLive: boolean): DeliveryState {
  if (isLive && progress === 'postponed') return 'postponed'
  return isLive || progress === 'unkept' ? 'sending' : 'waiting'
}
