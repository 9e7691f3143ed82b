import 'fake-indexeddb/auto'
import { useConnection } from '@ggtalk/realtime/connection'
import { leaveStorage, openStorage } from '@ggtalk/storage'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useConversations } from '../conversations/conversations'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, ownState } from '../testing/things'
import { NOTHING } from '../composer/written'
import { draftTable, useDrafts } from './drafts'

const ID = 12
let rest: PlayedRest
let onServer = ''

async function openPage(): Promise<void> {
  setActivePinia(createPinia())
  openStorage(ALICE, [draftTable])
  await useDrafts().open()
  await useConversations().load({ kind: 'start' })
  useConnection().state = 'live'
}

beforeEach(async () => {
  onServer = 'from the other device'
  rest = new PlayedRest(() => conversation({ own: ownState({ draft: onServer }) }))
  await openPage()
})

afterEach(async () => {
  useDrafts().clear()
  await leaveStorage(true)
  vi.unstubAllGlobals()
})

/** The server tells all clients of a draft. */
function tell(draft: string): void {
  onServer = draft
  useConversations().changed({ own: ownState({ draft }) })
  useDrafts().settle(ID)
}

const plain = (text: string) => ({ ...NOTHING, text })
const kept = async () => (await draftTable.all()).map(({ text }) => text)

describe('a draft', () => {
  it('is the server’s until something is typed here', async () => {
    expect(useDrafts().textOf(ID)).toBe('from the other device')
    tell('changed there')
    expect(useDrafts().textOf(ID)).toBe('changed there')
    useDrafts().edit(ID, plain('typed here'))
    tell('changed there again')
    expect(useDrafts().textOf(ID)).toBe('typed here')
    await vi.waitFor(async () => expect(await kept()).toEqual(['typed here']))
  })

  it('of what is to burn is kept nowhere but in the window, and what was kept of it is taken away', async () => {
    useDrafts().edit(ID, plain('typed here'))
    await useDrafts().save(ID)
    tell('typed here')
    useDrafts().keepHere(ID, true)
    useDrafts().edit(ID, plain('typed here and secret'))
    await useDrafts().save(ID)
    expect([useDrafts().textOf(ID), rest.drafts.at(-1), await kept()]).toEqual(['typed here and secret', '', ['']])
    tell('')
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    useDrafts().keepHere(ID, false)
    expect(useDrafts().textOf(ID)).toBe('typed here and secret')
    await vi.waitFor(async () => expect(await kept()).toEqual(['typed here and secret']))
  })

  it('is saved on leaving, and let go once the server’s word is here', async () => {
    useDrafts().edit(ID, plain('typed here'))
    await useDrafts().save(ID)
    expect(rest.drafts).toEqual(['typed here'])
    tell('typed here')
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    expect(useDrafts().textOf(ID)).toBe('typed here')
  })

  it('survives the end of the page before the server knew it', async () => {
    rest.reachable = false
    useDrafts().edit(ID, plain('typed here'))
    await useDrafts().save(ID)
    await vi.waitFor(async () => expect(await kept()).toEqual(['typed here']))
    useDrafts().clear()
    await leaveStorage(false)
    rest.reachable = true
    await openPage()
    expect(useDrafts().textOf(ID)).toBe('typed here')
    useDrafts().saveAll()
    await vi.waitFor(() => expect(rest.drafts).toEqual(['typed here']))
  })

  it('that is emptied stays empty, whatever the server still has', async () => {
    useDrafts().edit(ID, plain(''))
    expect(useDrafts().textOf(ID)).toBe('')
    await useDrafts().save(ID)
    expect(rest.drafts).toEqual([''])
  })

  it('that is too long stays in the browser', async () => {
    useDrafts().edit(ID, plain('x'.repeat(20_001)))
    await useDrafts().save(ID)
    expect(rest.drafts).toEqual([])
    expect(useDrafts().textOf(ID)).toHaveLength(20_001)
  })
})
