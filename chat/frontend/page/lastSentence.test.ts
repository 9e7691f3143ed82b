import { afterEach, describe, expect, it, vi } from 'vitest'
import { newestWindow } from '../history/window'
import { PlayedRest } from '../testing/rest'
import { BOB, conversation, message, notice } from '../testing/things'
import { lastSentence, lastSentenceOf } from './lastSentence'

const now = new Date(2026, 10, 23, 9, 0)
const at = (day: number, hour: number) => new Date(2026, 10, day, 0, Math.round(hour * 60)).toISOString()

describe('the last sentence', () => {
  it('is the last one written in the talk before', () => {
    const messages = [
      message(1, { sent_at: at(20, 10) }),
      message(2, { sent_at: at(21, 23), text: 'until Wednesday then' }),
      { ...notice(3, 'member_left', [BOB]), sent_at: at(22, 23) },
      message(4, { sent_at: at(23, 8.75) }),
      message(5, { sent_at: at(23, 8.95) }),
    ]
    expect(lastSentence(messages, now.getTime()).found).toEqual({ text: 'until Wednesday then', sentAt: at(21, 23) })
  })

  it('is one of today where nobody has written for half an hour', () => {
    const messages = [message(1, { sent_at: at(23, 8), text: 'at eight' }), message(2, { sent_at: at(23, 8.5), text: 'at half past' })]
    expect(lastSentence(messages, now.getTime()).found?.text).toBe('at half past')
    expect(lastSentence(messages, now.getTime() - 1).found?.text).toBe('at eight')
  })

  it('is none where all was said in the talk that goes on', () => {
    expect(lastSentence([message(1, { sent_at: at(23, 8.3) }), message(2, { sent_at: at(23, 8.7) })], now.getTime()).found).toBeNull()
  })
})

describe('the last sentence that lies further back', () => {
  afterEach(() => vi.unstubAllGlobals())

  const said = message(1, { sent_at: at(20, 10), text: 'until Monday then' })
  const told = (seq: number, sentAt: string) => ({ ...notice(seq, 'member_left', [BOB]), sent_at: sentAt })

  function stored(...later: typeof said[]): PlayedRest {
    const rest = new PlayedRest(() => conversation())
    rest.messages = [said, ...later]
    return rest
  }

  it('is found behind a page of what is no sentence', async () => {
    const rest = stored(...Array.from({ length: 250 }, (_, n) => told(n + 2, at(21, 10))))
    const held = newestWindow({ messages: rest.messages.slice(-100), more: true }, 251)
    expect(await lastSentenceOf(12, held, now)).toEqual({ text: 'until Monday then', sentAt: said.sent_at })
    expect(rest.asked).toEqual(['?before=152&limit=100', '?before=52&limit=100'])
  })

  it('is found before a long talk of today, which is not looked through', async () => {
    const rest = stored(...Array.from({ length: 950 }, (_, n) => message(n + 2, { sent_at: at(23, 8.75) })))
    const held = newestWindow({ messages: rest.messages.slice(-100), more: true }, 951)
    expect(await lastSentenceOf(12, held, now)).toEqual({ text: 'until Monday then', sentAt: said.sent_at })
    expect(rest.asked).toHaveLength(2)
  })

  it('is the last of all where the window is somewhere in the middle', async () => {
    const last = message(3, { sent_at: at(22, 10), text: 'on Tuesday' })
    stored(message(2, { sent_at: at(21, 10) }), last)
    const held = newestWindow({ messages: [said], more: false }, 3)
    expect(await lastSentenceOf(12, held, now)).toEqual({ text: 'on Tuesday', sentAt: last.sent_at })
  })

  it('is given up after five pages, and nobody is asked where everything is held', async () => {
    const rest = stored(...Array.from({ length: 700 }, (_, n) => told(n + 2, at(21, 10))))
    expect(await lastSentenceOf(12, newestWindow({ messages: rest.messages.slice(-100), more: true }, 701), now)).toBeNull()
    expect(rest.asked).toHaveLength(5)
    expect(await lastSentenceOf(12, newestWindow({ messages: [told(2, at(21, 10))], more: false }, 2), now)).toBeNull()
    expect(rest.asked).toHaveLength(5)
  })
})
