import { describe, expect, it } from 'vitest'
import { understood, type OutboxEntry } from './entries'
import { OutboxQueue } from './queue'

function entry(clientId: string, writtenAt: number, conversation = 1): OutboxEntry {
  return { clientId, conversation, body: { text: `text of ${clientId}` }, writtenAt, refusal: null }
}

/** Written, and kept in the browser. */
function write(queue: OutboxQueue, entry: OutboxEntry): void {
  queue.add(entry)
  queue.kept(entry.clientId)
}

function ids(entries: readonly { clientId: string }[]): string[] {
  return entries.map(({ clientId }) => clientId)
}

describe('the queue', () => {
  it('hands out what waits in the order of writing, never more than may travel', () => {
    const queue = new OutboxQueue()
    for (const id of ['c', 'a', 'b']) write(queue, entry(id, id.charCodeAt(0)))
    expect(ids(queue.ready(2))).toEqual(['a', 'b'])
    queue.travels('a')
    expect(ids(queue.ready(2))).toEqual(['b'])
  })

  it('gives each entry a later time than the one before, also when the clock went back', () => {
    const queue = new OutboxQueue()
    write(queue, entry('a', 1_000))
    expect(queue.nextTime(400)).toBe(1_001)
    expect(queue.nextTime(2_000)).toBe(2_000)
  })

  it('sends again, and first, what was interrupted', () => {
    const queue = new OutboxQueue()
    write(queue, entry('a', 1))
    write(queue, entry('b', 2))
    queue.travels('a')
    queue.interrupted('a')
    expect(ids(queue.ready(9))).toEqual(['a', 'b'])
  })

  it('does not let one that is refused hold up the next', () => {
    const queue = new OutboxQueue()
    write(queue, entry('a', 1))
    write(queue, entry('b', 2))
    queue.refused('a', { code: 'not_available', detail: '' })
    expect(ids(queue.ready(9))).toEqual(['b'])
    expect(queue.find('a')?.progress).toBe('refused')
  })

  it('takes up rows of another window and drops those it has dealt with', () => {
    const queue = new OutboxQueue()
    write(queue, entry('mine', 1))
    write(queue, entry('sent by the other', 2))
    queue.takeUp([entry('mine', 1), entry('of the other', 3)])
    expect(ids(queue.all)).toEqual(['mine', 'of the other'])
  })

  it('keeps what travels, what is stored and what is being written, though no row says so', () => {
    const queue = new OutboxQueue()
    for (const id of ['travels', 'stored']) write(queue, entry(id, 1))
    queue.add(entry('written', 1))
    expect(ids(queue.ready(9))).toEqual(['travels', 'stored'])
    queue.travels('travels')
    queue.stored('stored', 7)
    queue.takeUp([entry('travels', 1)])
    expect(ids(queue.all)).toEqual(['travels', 'stored', 'written'])
    expect(queue.find('travels')?.progress).toBe('travelling')
  })

  it('is not brought back by a row that was read before it was deleted', () => {
    const queue = new OutboxQueue()
    write(queue, entry('a', 1))
    queue.remove('a')
    queue.takeUp([entry('a', 1)])
    expect(queue.all).toEqual([])
    write(queue, entry('a', 2))
    expect(ids(queue.all)).toEqual(['a'])
  })

  it('sends what an earlier version gave up because the server failed, not what was refused', () => {
    const given = (code: string) => understood({ ...entry('a', 1), refusal: { code, detail: '' } }).refusal?.code
    expect([given('server_error'), given('throttled'), given('not_available')]).toEqual([undefined, undefined, 'not_available'])
  })

  it('drops what is stored once the conversation was loaded that far', () => {
    const queue = new OutboxQueue()
    for (const id of ['a', 'b', 'c']) write(queue, entry(id, 1))
    write(queue, entry('elsewhere', 1, 2))
    queue.stored('a', 5)
    queue.stored('b', 6)
    queue.stored('elsewhere', 5)
    queue.removeStored(1, 5)
    expect(ids(queue.all)).toEqual(['b', 'c', 'elsewhere'])
  })
})
