import { describe, expect, it } from 'vitest'
import type { Message } from '../types'
import { ALICE, BOB, conversation, message, ownState } from '../testing/things'
import {
  afterChange, afterDeletion, afterDelivered, afterEvent, afterLeaving, afterMessage, afterPicture, afterOwnChange, afterRead, afterRecall, afterRetitling, type Heard,
} from './law'

/** Bob said 41 and 42; Alice has read 41. */
const before = conversation({
  head: 42,
  last_message: message(42),
  own: ownState({ last_seq: 42, read_seq: 41, unread: 1, hidden: true }),
})

const NOTHING: Heard = { messages: [], recalls: [] }

describe('old list + event = fresh list', () => {
  it('message.sent by the other: one more unread, back on the list', () => {
    expect(afterMessage(before, message(43), ALICE)).toEqual(conversation({
      head: 43,
      last_message: message(43),
      own: ownState({ last_seq: 43, read_seq: 41, unread: 2 }),
    }))
  })

  it('message.sent by myself: nothing more to read', () => {
    const mine = message(43, { sender: ALICE })
    expect(afterMessage(before, mine, ALICE)).toEqual(conversation({
      head: 43, last_message: mine, own: ownState({ last_seq: 43, read_seq: 41, unread: 1 }),
    }))
  })

  it('message.sent that the list contains already: nothing changes', () => {
    expect(afterMessage(before, message(42), ALICE)).toEqual(before)
    expect(afterMessage(before, message(41), ALICE)).toEqual(before)
  })

  it('message.delivered and message.read of the other one', () => {
    expect(afterDelivered(before, { user: BOB, seq: 40 }).peer_delivered_seq).toBe(40)
    expect(afterRead(before, { user: BOB, seq: 40 }).peer_read_seq).toBe(40)
  })

  it('message.delivered and message.read of mine, or that go back: nothing changes', () => {
    const read = { ...before, peer_read_seq: 40, peer_delivered_seq: 41 }
    expect(afterRead(read, { user: ALICE, seq: 42 })).toEqual(read)
    expect(afterDelivered(read, { user: ALICE, seq: 42 })).toEqual(read)
    expect(afterRead(read, { user: BOB, seq: 39 })).toEqual(read)
    expect(afterDelivered(read, { user: BOB, seq: 39 })).toEqual(read)
  })

  it('conversation.changed', () => {
    const own = ownState({ last_seq: 42, read_seq: 42, pinned: true, notify: 'nothing', draft: 'so' })
    expect(afterOwnChange(before, own, NOTHING, ALICE)).toEqual({ ...before, own })
  })

  it('conversation.retitled', () => {
    expect(afterRetitling(before, 'Hikers')).toEqual({ ...before, title: 'Hikers' })
  })

  it('conversation.avatar_changed', () => {
    expect(afterPicture(before, 'builtin:3')).toEqual({ ...before, avatar: 'builtin:3' })
  })

  it('conversation.left: it can still be looked at', () => {
    expect(afterLeaving(before)).toEqual({ ...before, own: { ...before.own, left: true } })
  })

  it('message.edited and message.reacted: the last line is as it is now, and never older', () => {
    const edited = message(42, { text: 'changed', changed_seq: 44 })
    expect(afterChange(before, edited, 44, ALICE)).toEqual({ ...before, head: 44, last_message: edited })
    expect(afterChange(before, message(41, { changed_seq: 44 }), 44, ALICE)).toEqual({ ...before, head: 44 })
    const fresh = { ...before, head: 45, last_message: message(42, { text: 'again', changed_seq: 45 }) }
    expect(afterChange(fresh, edited, 44, ALICE)).toEqual(fresh)
  })

  it('message.recalled: what was unread counts no more, once', () => {
    const recall = { seq: 44, message: message(42) }
    const after = { ...before, own: { ...before.own, unread: 0, recall_seq: 44 } }
    expect(afterRecall(before, recall, ALICE)).toEqual(after)
    expect(afterRecall(after, recall, ALICE)).toEqual(after)
    const read = { seq: 44, message: message(41) }
    expect(afterRecall(before, read, ALICE).own).toEqual({ ...before.own, recall_seq: 44 })
    expect(afterRecall(before, { seq: 44, message: message(42, { sender: ALICE }) }, ALICE).own.unread).toBe(1)
  })

  it('message.deleted: the last line is the last one left, and what is deleted counts as read', () => {
    const own = ownState({ last_seq: 42, read_seq: 42 })
    const event = { conversation: 12, messages: [1_042], last_message: message(41), own }
    const after = afterDeletion(before, event, NOTHING, ALICE)
    expect(after).toEqual({ ...before, own, last_message: message(41) })
    expect(afterDeletion(before, { ...event, messages: [1_041], last_message: message(42) }, NOTHING, ALICE).last_message).toEqual(message(42))
    expect(afterDeletion(before, { ...event, last_message: null }, NOTHING, ALICE).last_message).toBeNull()
    const changed = message(41, { text: 'changed', changed_seq: 44 })
    expect(afterDeletion(before, event, NOTHING, ALICE, changed).last_message).toEqual(changed)
    const newer = afterMessage(before, message(43), ALICE)
    const heard = { messages: [43], recalls: [] }
    expect(afterDeletion(newer, event, heard, ALICE)).toEqual({ ...newer, own: { ...own, last_seq: 43, unread: 1 } })
  })

  it('what mentions me stands there until it is read, no longer mentions me, or is recalled', () => {
    const meant = (seq: number, user: number) =>
      message(seq, { body: { text: '@A', mentions: [{ user, start: 0, length: 2 }] } as unknown as Message['body'] })
    const told = [meant(43, ALICE), meant(44, BOB), message(45), meant(46, ALICE), meant(46, ALICE)]
    const after = told.reduce((list, one) => afterMessage(list, one, ALICE), before)
    expect(after.mentions).toEqual([43, 46])
    expect(afterChange(after, message(43, { changed_seq: 47 }), 47, ALICE).mentions).toEqual([46])
    expect(afterChange(after, { ...meant(44, ALICE), changed_seq: 47 }, 47, ALICE).mentions).toEqual([43, 44, 46])
    expect(afterChange(before, { ...meant(41, ALICE), changed_seq: 47 }, 47, ALICE).mentions).toEqual([])
    const read = afterOwnChange(after, ownState({ last_seq: 46, read_seq: 44, unread: 2 }), NOTHING, ALICE)
    expect(read.mentions).toEqual([46])
    expect(afterMessage(read, meant(43, ALICE), ALICE).mentions).toEqual([46])
    expect(afterMessage(before, { ...meant(43, ALICE), sender: ALICE }, ALICE).mentions).toEqual([])
    const all = message(43, { body: { text: '@all', mentions: [{ all: true, start: 0, length: 4 }] } as unknown as Message['body'] })
    expect(afterMessage(before, all, ALICE).mentions).toEqual([43])
  })

  it('any other event raises the head and never lowers it', () => {
    expect(afterEvent(before, 44).head).toBe(44)
    expect(afterEvent(before, 40)).toBe(before)
    expect(afterEvent(before, null)).toBe(before)
  })
})

describe('streams that overtake each other', () => {
  const own = ownState({ last_seq: 44, read_seq: 43, unread: 1, pinned: true })
  const fresh = conversation({ head: 44, last_message: message(44), own })

  it('come to the same end when the own state is heard before the messages it has counted', () => {
    const overtaken = afterOwnChange(before, own, NOTHING, ALICE)
    expect([43, 44].reduce((list, seq) => afterMessage(list, message(seq), ALICE), overtaken)).toEqual(fresh)
  })

  it('come to the same end when messages are heard before an own state that has not counted them', () => {
    const early = ownState({ last_seq: 42, read_seq: 42, unread: 0, pinned: true })
    const heard = [43, 44].reduce((list, seq) => afterMessage(list, message(seq), ALICE), before)
    expect(afterOwnChange(heard, early, { messages: [41, 42, 43, 44], recalls: [] }, ALICE)).toEqual(conversation({
      head: 44, last_message: message(44), own: { ...early, last_seq: 44, unread: 2 },
    }))
  })

  it('come to the same end when an own state is heard before or after a recall it has not counted', () => {
    const recall = { seq: 44, message: message(42) }
    const early = ownState({ last_seq: 42, read_seq: 41, unread: 1, pinned: true })
    const end = { ...before, own: { ...early, unread: 0, recall_seq: 44 } }
    expect(afterRecall(afterOwnChange(before, early, NOTHING, ALICE), recall, ALICE)).toEqual(end)
    expect(afterOwnChange(afterRecall(before, recall, ALICE), early, { messages: [42], recalls: [recall] }, ALICE)).toEqual(end)
    const late = { ...early, unread: 0, recall_seq: 44 }
    expect(afterRecall(afterOwnChange(before, late, NOTHING, ALICE), recall, ALICE)).toEqual(end)
  })

  it('leave a conversation on the list that was taken off it before the last message', () => {
    const hidden = ownState({ last_seq: 42, read_seq: 42, hidden: true })
    expect(afterOwnChange(afterMessage(before, message(43), ALICE), hidden, { messages: [43], recalls: [] }, ALICE).own.hidden).toBe(false)
    expect(afterMessage(afterOwnChange(before, hidden, NOTHING, ALICE), message(43), ALICE).own.hidden).toBe(false)
  })
})
