import type { Conversation, Message, OwnState } from '../types'

export const ALICE = 1
export const BOB = 2

export function card(id: number, name: string): NonNullable<Conversation['peer']> {
  return { id, account: String(10_000 + id), name, signature: '', avatar: '' }
}

/** A message of the conversation with Bob. */
export function message(seq: number, what: Partial<Message> & { text?: string } = {}): Message {
  const { text = `text ${seq}`, ...rest } = what
  const body = { text } as Message['body']
  const sentAt = new Date(Date.UTC(2026, 10, 23, 6, 0, seq)).toISOString()
  return { id: 1_000 + seq, conversation: 12, seq, sender: BOB, client_id: `client id ${seq}`, body, sent_at: sentAt, ...rest }
}

/** A line of the server's. */
export function notice(seq: number, kind: 'group_created' | 'member_joined' | 'member_left', users: number[], sender = BOB): Message {
  return message(seq, { sender, body: { notice: { kind, users } } as unknown as Message['body'] })
}

export function ownState(what: Partial<OwnState> = {}): OwnState {
  return {
    conversation: 12, last_seq: 0, recall_seq: 0, read_seq: 0, unread: 0, pinned: false, notify: 'all', marked_unread: false,
    draft: '', hidden: false, left: false, ...what,
  }
}

/** Alice's conversation with Bob. */
export function conversation(what: Partial<Conversation> = {}): Conversation {
  return {
    id: 12, stream: 'c12', kind: 'direct', title: '', avatar: '', peer: card(BOB, 'Bob'), head: 0, last_message: null,
    peer_delivered_seq: 0, peer_read_seq: 0, mentions: [], own: ownState(), ...what,
  }
}
