import { afterEach, describe, expect, it, vi } from 'vitest'
import { FOUND, NEWEST, OLDEST, fetchPage, type PageAt } from '../browser/pages'
import { PlayedRest } from '../testing/rest'
import { ALICE, BOB, conversation, message, notice } from '../testing/things'
import type { Message } from '../types'
import { copiedMatches, copiedPage } from './copiedPage'
import { marksOf, wordsOf } from './words'

afterEach(() => void vi.unstubAllGlobals())

const seqsOf = (messages: readonly Message[], at: PageAt, question: Parameters<typeof copiedPage>[2] = null): number[] =>
  copiedPage(messages, at, question).entries.map((entry) => entry.message.seq)

describe('a page of the copy', () => {
  it('is the one that the server answers, from either end', async () => {
    const rest = new PlayedRest(() => conversation())
    rest.messages = Array.from({ length: 120 }, (_, number) => message(number + 1))
    for (const start of [NEWEST, OLDEST]) {
      let at: PageAt | null = start
      for (let turned = 0; at; turned += 1) {
        const fetched = await fetchPage(12, at, null)
        expect(copiedPage(rest.messages, at, null)).toEqual(fetched)
        at = start === NEWEST ? fetched.older : fetched.newer
        expect(turned).toBeLessThan(4)
      }
    }
  })

  it('begins with a day, or stands around a message', () => {
    const messages = Array.from({ length: 200 }, (_, number) => message(number + 1))
    expect(seqsOf(messages, { kind: 'place', start: { at: message(150).sent_at } })[0]).toBe(150)
    const around = seqsOf(messages, { kind: 'place', start: { around: 100 } })
    expect([around[0], around.at(-1)]).toEqual([75, 124])
    expect(seqsOf([], NEWEST)).toEqual([])
  })

  it('goes through what was found, back and forth', () => {
    const messages = Array.from({ length: 130 }, (_, number) => message(number + 1))
    const first = copiedPage(messages, FOUND, { q: 'text' })
    expect([first.entries[0]?.message.seq, first.newer]).toEqual([81, null])
    const second = copiedPage(messages, first.older ?? NEWEST, { q: 'text' })
    expect([second.entries[0]?.message.seq, second.entries.at(-1)?.message.seq]).toEqual([31, 80])
    const third = copiedPage(messages, second.older ?? NEWEST, { q: 'text' })
    expect([third.entries.length, third.older]).toEqual([30, null])
    expect(copiedPage(messages, third.newer ?? NEWEST, { q: 'text' })).toEqual(second)
  })

  it('holds what passes the filters, and no lines of the server', () => {
    const picture = { images: [{ id: 1 }] } as unknown as Message['body']
    const messages = [
      message(1, { text: 'see https://example.org' }), notice(2, 'member_joined', [BOB]), message(3, { sender: ALICE }), { ...message(4), body: picture },
    ]
    expect(seqsOf(messages, FOUND, { kind: 'link' })).toEqual([1])
    expect(seqsOf(messages, FOUND, { kind: 'text' })).toEqual([1, 3])
    expect(seqsOf(messages, FOUND, { kind: 'picture' })).toEqual([4])
    expect(seqsOf(messages, FOUND, { sender: ALICE })).toEqual([3])
    expect(seqsOf(messages, FOUND, { from: message(3).sent_at })).toEqual([3, 4])
    expect(seqsOf(messages, FOUND, { q: '"' })).toEqual([])
  })
})

describe('words', () => {
  it.each([
    ['报告', '上午的报告', [[3, 5]]],
    ['CAFE', 'a Café', [[2, 6]]],
    ['ｆｕｌｌ', 'full', [[0, 4]]],
    ['b a', 'ab', [[0, 2]]],
    ['"b a"', 'b a b', [[0, 3]]],
    ['"a b"', 'b a', null],
    ['a c', 'ab', null],
    ['x', '😀x', [[1, 2]]],
  ])('%s in %s', (typed, text, marks) => {
    expect(marksOf(text, wordsOf(typed))).toEqual(marks)
  })

  it('is taken along as it is filtered, all of it', () => {
    const messages = Array.from({ length: 120 }, (_, number) => message(number + 1, { sender: number % 2 ? ALICE : BOB }))
    expect(copiedMatches(messages, null)).toEqual(messages)
    expect(copiedMatches(messages, { sender: ALICE })).toHaveLength(60)
    expect(copiedMatches(messages, { q: '120' }).map(({ seq }) => seq)).toEqual([120])
  })
})
