import type { TextRow } from '../history/rows'
import type { Conversation } from '../types'

/** How far one of my messages is. */
export type DeliveryState = 'waiting' | 'sending' | 'stored' | 'delivered' | 'read' | 'refused'

/** `isLive`: the line stands, so what waits is on its way. What waits is kept: it will be sent even if the page ends. */
export function deliveryOf(row: TextRow, conversation: Conversation, isLive: boolean): DeliveryState {
  if (row.outgoing?.progress === 'refused') return 'refused'
  if (row.outgoing?.progress === 'stored') return 'stored'
  if (row.seq === null) return isLive || row.outgoing?.progress === 'unkept' ? 'sending' : 'waiting'
  if (conversation.kind === 'group') return 'stored'
  if (row.seq <= conversation.peer_read_seq) return 'read'
  return row.seq <= conversation.peer_delivered_seq ? 'delivered' : 'stored'
}
