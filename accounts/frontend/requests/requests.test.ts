import { axeComplaints } from '@ggtalk/testing/mounting'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openDialog } from '../dialogs/dialogs'
import { button, close, show } from '../testing/screen'
import { alice, bob, charlie, request, world } from '../testing/world'
import RequestsPage from './RequestsPage.vue'

const fromCharlie = request(1, charlie, alice, { note: 'It is me' })
const toBob = request(2, alice, bob, { state: 'refused', note: 'Hello Bob', reason: 'Who are you?', seen: false })

afterEach(() => {
  close()
  openDialog.value = null
  vi.unstubAllGlobals()
})

describe('the verification list', () => {
  it('shows both directions and their states, and has nothing for axe to complain of', async () => {
    const { page } = await show(RequestsPage, {}, world({ requests: [fromCharlie, toBob] }))
    const [outgoing, incoming] = page.findAll('article')
    expect(incoming?.text()).toContain('Charlie')
    expect(incoming?.text()).toContain('It is me')
    expect(incoming?.findAll('.actions button').map((one) => one.text())).toEqual(['Refuse', 'Accept'])
    expect(outgoing?.text()).toContain('Your note: Hello Bob')
    expect(outgoing?.text()).toContain('Reason: Who are you?')
    expect(outgoing?.find('.actions').exists()).toBe(false)
    expect(await axeComplaints(page.element as Element)).toEqual([])
  })

  it('marks what stands on the screen as seen, and only that', async () => {
    const seen = 'POST /api/friends/requests/seen/'
    const first = await show(RequestsPage, {}, world({ requests: [fromCharlie] }))
    await vi.waitFor(() => expect(first.asked).toContain(seen))
    close()
    const { asked } = await show(RequestsPage, {}, world({ requests: [{ ...fromCharlie, seen: true }] }))
    await flushPromises()
    expect(asked).not.toContain(seen)
  })

  it('keeps each time somebody asked, and brings earlier ones when they are wanted, none twice', async () => {
    const again = request(5, charlie, alice, { created_at: '2026-11-24T08:00:00.000000Z' })
    const first = request(3, charlie, alice, { state: 'refused', reason: 'Never' })
    const older = [request(4, charlie, alice, { state: 'refused', reason: 'Not yet' }), first]
    const { page } = await show(RequestsPage, {}, world({ requests: [again, first], older }))
    const shown = (): string[] => page.findAll('article').map((one) => one.text())
    expect(shown()).toHaveLength(2)
    button('Show earlier requests').click()
    await vi.waitFor(() => expect(shown()).toHaveLength(3))
    expect(shown()[0]).toContain('Accept')
    expect(shown()[1]).toContain('Reason: Not yet')
    expect(shown()[2]).toContain('Reason: Never')
    expect(page.text()).not.toContain('Show earlier requests')
  })

  it('asks in which group an accepted friend goes', async () => {
    await show(RequestsPage, {}, world({ requests: [fromCharlie] }))
    button('Accept').click()
    expect(openDialog.value).toEqual({ kind: 'accept', request: fromCharlie })
  })

  it('says what to do while there is none', async () => {
    const { page } = await show(RequestsPage)
    expect(page.text()).toContain('No requests')
    expect(page.text()).toContain('Find and add')
  })
})
