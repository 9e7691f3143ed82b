import { describe, expect, it } from 'vitest'
import { inOrder, isListed } from '../conversations/order'
import type { Outgoing } from '../outbox/entries'
import { conversation, message, ownState } from '../testing/things'
import { found } from './finding'

describe('finding by name', () => {
  const people = [{ names: ['Old Bob', 'Robert', '10001'] }, { names: ['bobby', '10002'] }, { names: ['陈默', 'Chen Mo', '10003'] }]

  it.each([
    ['bob', ['bobby', 'Old Bob']],
    ['ROBERT', ['Old Bob']],
    ['chen mo', ['陈默']],
    ['默', ['陈默']],
    ['ｃｈｅｎ', ['陈默']],
    ['1000', ['bobby', 'Old Bob', '陈默']],
    ['nobody', []],
    ['  ', []],
  ])('%j', (typed, names) => {
    expect(found(people, typed).map((person) => person.names[0])).toEqual(names)
  })
})

describe('the list', () => {
  it('shows pinned ones first, then the last active', () => {
    const entries = [
      { conversation: conversation({ id: 1 }), activity: 100 },
      { conversation: conversation({ id: 2 }), activity: 300 },
      { conversation: conversation({ id: 3, own: ownState({ pinned: true }) }), activity: 200 },
    ]
    expect(inOrder(entries).map((entry) => entry.conversation.id)).toEqual([3, 2, 1])
  })

  it('leaves out what was taken off it and where nothing was ever said', () => {
    const said = conversation({ last_message: message(1) })
    const waiting = { clientId: 'a' } as Outgoing
    expect(isListed(said, false, '', [])).toBe(true)
    expect(isListed({ ...said, own: ownState({ hidden: true }) }, false, '', [])).toBe(false)
    expect(isListed({ ...said, own: ownState({ hidden: true }) }, true, '', [])).toBe(true)
    expect(isListed(conversation(), false, '', [])).toBe(false)
    expect(isListed(conversation(), false, 'begun', [])).toBe(true)
    expect(isListed(conversation(), false, '', [waiting])).toBe(true)
  })
})
