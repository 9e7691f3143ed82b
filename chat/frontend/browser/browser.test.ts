import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { PlayedRest } from '../testing/rest'
import { conversation, message } from '../testing/things'
import { useBrowser } from './browser'

let rest: PlayedRest

beforeEach(() => {
  setActivePinia(createPinia())
  rest = new PlayedRest(() => conversation())
  rest.messages = Array.from({ length: 120 }, (_, n) => message(n + 1))
})

function shown(): number[] {
  return useBrowser().page?.entries.map((entry) => entry.message.seq) ?? []
}

describe('leafing through a history', () => {
  it('shows the newest page, older ones, and comes back', async () => {
    const browser = useBrowser()
    await browser.open(conversation().id)
    expect([shown()[0], shown().at(-1)]).toEqual([71, 120])
    expect(browser.page?.newer).toBeNull()
    await browser.older()
    expect([shown()[0], shown().at(-1)]).toEqual([21, 70])
    await browser.older()
    expect([shown()[0], shown().at(-1)]).toEqual([1, 20])
    expect(browser.page?.older).toBeNull()
    await browser.newer()
    expect([shown()[0], shown().at(-1)]).toEqual([21, 70])
    await browser.oldest()
    expect(shown()[0]).toBe(1)
  })

  it('is the list asked for afresh after each event, also while the page is on its way', async () => {
    const browser = useBrowser()
    await browser.open(conversation().id)
    await browser.older()
    browser.said({ message: message(121) })
    expect(shown().at(-1)).toBe(70)
    rest.messages.push(message(121))
    rest.meanwhile = () => {
      rest.meanwhile = () => undefined
      rest.messages.push(message(122))
      browser.said({ message: message(122) })
    }
    await browser.newest()
    expect(shown().slice(-2)).toEqual([121, 122])
    browser.said({ message: message(122) })
    browser.replaced({ ...message(122), body: { text: 'changed' } })
    expect(browser.page?.entries.at(-1)?.message.body).toEqual({ text: 'changed' })
    expect(shown().filter((seq) => seq === 122)).toHaveLength(1)
  })

  it('says why nothing came, and tries again', async () => {
    const browser = useBrowser()
    rest.reachable = false
    await browser.open(conversation().id)
    expect(browser.failure).not.toBeNull()
    rest.reachable = true
    await browser.again()
    expect(browser.failure).toBeNull()
    expect(shown()).toHaveLength(50)
  })
})
