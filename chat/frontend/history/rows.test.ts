import { describe, expect, it } from 'vitest'
import type { Outgoing } from '../outbox/entries'
import { ALICE, BOB, message, notice } from '../testing/things'
import type { Message } from '../types'
import { rowsOf, type TextRow } from './rows'

const at = (seconds: number) => new Date(2026, 10, 23, 12, 0, seconds).toISOString()

function texts(messages: Message[], readUntil: number | null = null): TextRow[] {
  return rowsOf(messages, [], ALICE, readUntil).filter((row) => row.kind === 'text')
}

function outgoing(clientId: string): Outgoing {
  return { clientId, conversation: 12, body: { text: clientId }, writtenAt: Date.parse(at(90)), refusal: null, progress: 'waiting', seq: null }
}

describe('rows', () => {
  it('puts what one person says within 30 seconds together', () => {
    const rows = texts([
      message(1, { sent_at: at(0) }),
      message(2, { sent_at: at(30) }),
      message(3, { sent_at: at(61) }),
      message(4, { sent_at: at(62), sender: ALICE }),
    ])
    expect(rows.map((row) => [row.startsRun, row.endsRun])).toEqual([[true, false], [false, true], [true, true], [true, true]])
  })

  it('begins anew after a line of the server’s, on a new day and at the first unread one', () => {
    const yesterday = new Date(2026, 10, 22, 23, 59, 59).toISOString()
    const messages = [
      message(1, { sent_at: yesterday }),
      message(2, { sent_at: new Date(2026, 10, 23, 0, 0, 1).toISOString() }),
      message(3, { sent_at: new Date(2026, 10, 23, 0, 0, 2).toISOString() }),
      { ...notice(4, 'member_joined', [BOB]), sent_at: new Date(2026, 10, 23, 0, 0, 3).toISOString() },
      message(5, { sent_at: new Date(2026, 10, 23, 0, 0, 4).toISOString() }),
    ]
    expect(texts(messages, 2).map((row) => row.startsRun)).toEqual([true, true, true, true])
    expect(rowsOf(messages, [], ALICE, null).map((row) => row.day !== null)).toEqual([true, true, false, false, false])
  })

  it('gives a shake of the window a line of its own', () => {
    const shaken = message(2, { body: { shake: true } as unknown as Message['body'] })
    expect(rowsOf([message(1), shaken, message(3)], [], ALICE, null).map((row) => row.kind)).toEqual(['text', 'shake', 'text'])
  })

  it('marks the first message of others after what was read', () => {
    const messages = [message(1), message(2, { sender: ALICE }), message(3), message(4)]
    expect(rowsOf(messages, [], ALICE, 1).map((row) => row.isFirstUnread)).toEqual([false, false, true, false])
    expect(rowsOf(messages, [], ALICE, null).some((row) => row.isFirstUnread)).toBe(false)
    expect(rowsOf(messages, [], ALICE, 4).some((row) => row.isFirstUnread)).toBe(false)
  })

  it('shows what is on its way after what is stored, and once', () => {
    const stored = message(1, { sender: ALICE, client_id: 'a', sent_at: at(80) })
    const rows = rowsOf([stored], [outgoing('a'), outgoing('b')], ALICE, null)
    expect(rows.map((row) => row.key)).toEqual(['a', 'b'])
    expect(rows.map((row) => row.kind === 'text' && row.outgoing?.progress)).toEqual([undefined, 'waiting'])
  })

  it('keeps the key of an own message when it is stored', () => {
    const before = rowsOf([], [outgoing('a')], ALICE, null)
    const after = rowsOf([message(1, { sender: ALICE, client_id: 'a' })], [], ALICE, null)
    expect(after[0]?.key).toBe(before[0]?.key)
  })
})
