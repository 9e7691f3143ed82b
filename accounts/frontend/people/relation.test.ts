import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toasts } from '@ggtalk/ui/toasts'
import { flushPromises } from '@vue/test-utils'
import RequestDialog from '../dialogs/RequestDialog.vue'
import { openDialog } from '../dialogs/dialogs'
import FoundPerson from '../find/FoundPerson.vue'
import { setChatOpener } from '../registry'
import { button, close, show } from '../testing/screen'
import { alice, bob, charlie, friend, request, world, type World } from '../testing/world'
import PersonCard from './PersonCard.vue'
import { mayChat, relation } from './relation'

const asking = request(1, charlie, alice)
const worlds: [ReturnType<typeof relation>, Partial<World>][] = [
  ['nobody', {}],
  ['asking', { requests: [asking] }],
  ['asked', { requests: [request(2, alice, charlie)] }],
  ['nobody', { requests: [request(2, alice, charlie, { state: 'refused' })] }],
  ['friend', { friends: [friend(charlie)] }],
  ['blocked', { blocks: [charlie], requests: [asking] }],
  ['blocked', { blocks: [charlie], friends: [friend(charlie)] }],
]

beforeEach(() => setChatOpener(() => undefined))

afterEach(() => {
  close()
  openDialog.value = null
  vi.unstubAllGlobals()
})

const actions = (): string[] => [...document.querySelectorAll('button')].map((one) => one.textContent.trim())

describe('how somebody and I stand', () => {
  it.each(worlds)('is told: %s', async (expected, change) => {
    await show(PersonCard, { user: charlie }, world(change))
    expect(relation(charlie.id)).toBe(expected)
    expect(relation(alice.id)).toBe('me')
  })

  it('lets me write to friends, and to strangers whom the server names, but to nobody I have blocked', async () => {
    const dora = { ...charlie, id: 4 }
    const { asked } = await show(PersonCard, { user: bob }, world({ blocks: [charlie], users: [alice, charlie, dora], writable: [alice.id, charlie.id, 4] }))
    expect([alice, bob, charlie, dora].map(({ id }) => mayChat(id))).toEqual([false, true, false, false])
    await vi.waitFor(() => expect(mayChat(dora.id)).toBe(true))
    expect([alice, charlie].map(({ id }) => mayChat(id))).toEqual([false, false])
    expect(asked.filter((path) => path.includes('/api/users/'))).toEqual(['GET /api/users/?ids=4'])
  })
})

describe.each([['card', PersonCard], ['line of what was found', FoundPerson]] as const)('a %s', (_, screen) => {
  it('offers to accept who has asked me', async () => {
    await show(screen, { user: charlie }, world({ requests: [asking] }))
    const accept = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Accept')
    accept?.click()
    expect(openDialog.value).toEqual({ kind: 'accept', request: asking })
  })

  it('offers a stranger both, where they may be written to', async () => {
    await show(screen, { user: charlie }, world({ writable: [charlie.id] }))
    await vi.waitFor(() => expect(actions()).toContain('Message'))
    expect(actions().some((words) => words.startsWith('Add'))).toBe(true)
  })

  it('offers who is blocked neither', async () => {
    await show(screen, { user: charlie }, world({ blocks: [charlie], writable: [charlie.id] }))
    expect(actions()).not.toContain('Message')
    expect(actions().some((words) => words.startsWith('Add'))).toBe(false)
    expect(document.body.textContent).toMatch(/[Bb]locked/)
  })
})

describe('a card', () => {
  it('says that I have asked', async () => {
    await show(PersonCard, { user: charlie }, world({ requests: [request(2, alice, charlie)] }))
    expect(button('Waiting for an answer').disabled).toBe(true)
  })
})

describe('the request', () => {
  it.each([['pending', 'Request sent to Charlie.'], ['accepted', 'Charlie is your friend now.']] as const)('that is %s says so', async (state, said) => {
    await show(RequestDialog, { user: charlie })
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(request(3, alice, charlie, { state }), { status: 201 })))
    button('Send request').click()
    await flushPromises()
    await vi.waitFor(() => expect(toasts.value.at(-1)?.text).toBe(said))
  })
})
