import { axeComplaints } from '@ggtalk/testing/mounting'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setChatOpener } from '../registry'
import { close, show } from '../testing/screen'
import { bob, charlie, friend, group, world } from '../testing/world'
import ContactsList from './ContactsList.vue'

const now = world({
  friends: [friend(bob, { remark: 'Bobby' }), friend(charlie, { friend_group: 11 })],
  friend_groups: [group(10, { name: '', is_default: true }), group(11, { name: 'Work', position: 1 })],
})

/** A list that is measured: happy-dom lays nothing out, and only rows in sight are drawn. */
function layOut(): void {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(280)
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(readonly tell: ResizeObserverCallback) {}

      observe(target: Element): void {
        const contentRect = { width: 280, height: target.getAttribute('role') === 'tree' ? 600 : 56 }
        queueMicrotask(() => this.tell([{ target, contentRect } as unknown as ResizeObserverEntry], this))
      }

      unobserve = () => undefined
      disconnect = () => undefined
    },
  )
}

const rows = (page: VueWrapper) => page.findAll('[role="treeitem"]')
const names = (page: VueWrapper) => rows(page).map((row) => row.find('b, .one-line').text())

beforeEach(() => {
  layOut()
  localStorage.clear()
})

afterEach(() => {
  close()
  vi.unstubAllGlobals()
})

describe('the contacts', () => {
  it('are a tree of groups and friends with counts, and axe has nothing to complain of', async () => {
    const { page } = await show(ContactsList, {}, now)
    await vi.waitFor(() => expect(names(page)).toEqual(['My friends', 'Bobby', 'Work', 'Charlie']))
    expect(rows(page)[0]?.text()).toContain('1/1')
    expect(rows(page)[2]?.text()).toContain('0/1')
    expect(rows(page)[0]?.attributes()).toMatchObject({ 'aria-level': '1', 'aria-expanded': 'true', tabindex: '0' })
    expect(await axeComplaints(page.element as Element)).toEqual([])
  })

  it('fold up, and remember it', async () => {
    const { page } = await show(ContactsList, {}, now)
    await vi.waitFor(() => expect(rows(page)).toHaveLength(4))
    await rows(page)[0]?.trigger('click')
    await vi.waitFor(() => expect(names(page)).toEqual(['My friends', 'Work', 'Charlie']))
    close()
    const again = await show(ContactsList, {}, now)
    await vi.waitFor(() => expect(names(again.page)).toEqual(['My friends', 'Work', 'Charlie']))
  })

  it('are searched by remark, name and account; nobody found leads further', async () => {
    const { page } = await show(ContactsList, {}, now)
    await page.find('input').setValue('bobb')
    await vi.waitFor(() => expect(names(page)).toEqual(['My friends', 'Bobby']))
    await page.find('input').setValue('nobody')
    expect(page.text()).toContain('No friend matches')
    expect(page.text()).toContain('Search everyone here')
  })

  it('open the chat by double click and by Enter', async () => {
    const opened: number[] = []
    setChatOpener((userId) => opened.push(userId))
    const { page } = await show(ContactsList, {}, now)
    await vi.waitFor(() => expect(rows(page)).toHaveLength(4))
    await rows(page)[1]?.trigger('dblclick')
    ;(rows(page)[3]?.element as HTMLElement).focus()
    await rows(page)[3]?.trigger('keydown', { key: 'Enter' })
    expect(opened).toEqual([bob.id, charlie.id])
  })
})
