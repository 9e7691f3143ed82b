import { Pin } from '@lucide/vue'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { axeComplaints, draw } from '../testing/mounting'
import AppButton from './AppButton.vue'
import CheckField from './CheckField.vue'
import ConfirmDialog from './ConfirmDialog.vue'
import ContextMenu from './ContextMenu.vue'
import CountBadge from './CountBadge.vue'
import DropdownMenu from './DropdownMenu.vue'
import IconButton from './IconButton.vue'
import PaneHeader from './PaneHeader.vue'
import ProgressBar from './ProgressBar.vue'
import SearchField from './SearchField.vue'
import SelectField from './SelectField.vue'
import SkeletonRows from './SkeletonRows.vue'
import SwitchField from './SwitchField.vue'
import TabBar from './TabBar.vue'
import TextArea from './TextArea.vue'
import TextField from './TextField.vue'
import ToastList from './ToastList.vue'
import UserAvatar from './UserAvatar.vue'
import { confirm } from './confirm'
import { dismissToast, toast, toasts } from './toasts'

let drawn: VueWrapper | undefined

async function show(...args: Parameters<typeof draw>): Promise<VueWrapper> {
  drawn = await draw(...args)
  return drawn
}

afterEach(() => {
  drawn?.unmount()
  drawn = undefined
  document.body.innerHTML = ''
  vi.useRealTimers()
})

const named = (name: string): HTMLElement => {
  const found = [...document.body.querySelectorAll<HTMLElement>('button, [role="menuitem"]')].find(
    (element) => element.getAttribute('aria-label') === name || element.textContent.trim() === name,
  )
  if (!found) throw new Error(`nothing is named ${name}`)
  return found
}

describe.each([
  ['AppButton', AppButton, {}, () => 'Go'],
  ['IconButton', IconButton, { icon: Pin, label: 'Pin' }, undefined],
  ['TextField', TextField, { label: 'Name', modelValue: '', hint: 'As friends see it' }, undefined],
  ['TextField with an error', TextField, { label: 'Password', type: 'password', modelValue: '', error: 'Too short' }, undefined],
  ['TextArea', TextArea, { label: 'Note', modelValue: '', maxlength: 100 }, undefined],
  ['SelectField', SelectField, { label: 'Group', modelValue: 1, options: [{ value: 1, label: 'One' }] }, undefined],
  ['SwitchField', SwitchField, { label: 'Sound', modelValue: true, hint: 'On every message' }, undefined],
  ['CheckField', CheckField, { label: 'Remember me', modelValue: false }, undefined],
  ['SearchField', SearchField, { label: 'Search', modelValue: 'x', main: true }, undefined],
  ['UserAvatar', UserAvatar, { id: 1, name: 'Alice', avatar: '', presence: 'dnd' }, undefined],
  ['CountBadge', CountBadge, { count: 120 }, undefined],
  ['ProgressBar', ProgressBar, { value: 0.4, label: 'Upload' }, undefined],
  ['SkeletonRows', SkeletonRows, {}, undefined],
  ['PaneHeader', PaneHeader, { title: 'Bob', subtitle: 'Online' }, undefined],
  ['TabBar', TabBar, { label: 'Lists', modelValue: 'a', tabs: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B', badge: 2 }] }, undefined],
] as const)('%s', (_name, component, props, slot) => {
  it('has roles and names for everybody', async () => {
    await show(component, props, slot ? { default: slot } : {})
    expect(await axeComplaints()).toEqual([])
  })
})

describe('a field', () => {
  it('ties its error to the control', async () => {
    const field = await show(TextField, { label: 'Name', modelValue: '', error: 'Taken', hint: 'unused' })
    const input = field.get('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(document.getElementById(input.attributes('aria-describedby') ?? '')?.textContent).toBe('Taken')
  })

  it('reveals a password on request', async () => {
    const field = await show(TextField, { label: 'Password', type: 'password', modelValue: 'secret' })
    named('Show password').click()
    await nextTick()
    expect(field.get('input').attributes('type')).toBe('text')
  })

  it('of search is emptied by Esc, and only then lets Esc through', async () => {
    const update = vi.fn()
    const field = await show(SearchField, { label: 'Search', modelValue: 'bob', 'onUpdate:modelValue': update })
    const esc = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true })
    field.get('input').element.dispatchEvent(esc)
    expect(update).toHaveBeenCalledWith('')
    expect(esc.defaultPrevented).toBe(true)
  })
})

describe('a busy button', () => {
  it('takes no further press', async () => {
    const press = vi.fn()
    await show(AppButton, { busy: true, onClick: press }, { default: () => 'Send' })
    named('Send').click()
    expect(press).not.toHaveBeenCalled()
  })
})

describe('tabs', () => {
  it('are changed with the arrow keys', async () => {
    const update = vi.fn()
    const tabs = [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }]
    const bar = await show(TabBar, { label: 'Lists', modelValue: 'a', tabs, 'onUpdate:modelValue': update })
    await bar.get('[role="tab"]').trigger('keydown', { key: 'ArrowLeft' })
    expect(update).toHaveBeenCalledWith('b')
    expect(document.activeElement?.textContent).toBe('B')
  })
})

describe('an avatar', () => {
  it('falls back to the first character when the picture does not come', async () => {
    const avatar = await show(UserAvatar, { id: 1, name: 'Alice', avatar: '/media/gone.webp' })
    await avatar.get('img').trigger('error')
    expect(avatar.text()).toBe('A')
  })
})

describe('a menu', () => {
  const items = [
    { id: 'pin', label: 'Pin', icon: Pin, onSelect: vi.fn() },
    { id: 'more', label: 'More', separated: true, items: [{ id: 'mute', label: 'Mute', checked: true }] },
  ]

  it('opens where the element is right-clicked and runs what is chosen', async () => {
    const menu = await show(ContextMenu, { items }, { default: () => h('button', 'Bob') })
    await menu.get('button').trigger('contextmenu')
    await nextTick()
    expect(await axeComplaints()).toEqual([])
    named('Pin').click()
    expect(items[0]?.onSelect).toHaveBeenCalledOnce()
  })

  it('does not open without items', async () => {
    const menu = await show(ContextMenu, { items: [] }, { default: () => h('button', 'Bob') })
    await menu.get('button').trigger('contextmenu')
    await nextTick()
    expect(document.querySelector('[role="menu"]')).toBeNull()
  })

  it('opens from its button by keyboard', async () => {
    const menu = await show(DropdownMenu, { items }, { default: () => h(IconButton, { icon: Pin, label: 'Options' }) })
    await menu.get('button').trigger('keydown', { key: 'Enter' })
    await nextTick()
    expect(named('More').getAttribute('aria-haspopup')).toBe('menu')
  })

  it('has no line above its first item', async () => {
    const parted = items.map((item) => ({ ...item, separated: true }))
    const menu = await show(DropdownMenu, { items: parted }, { default: () => h(IconButton, { icon: Pin, label: 'Options' }) })
    await menu.get('button').trigger('keydown', { key: 'Enter' })
    await nextTick()
    expect(document.querySelectorAll('[role=menu] > [role=separator]')).toHaveLength(items.length - 1)
  })
})

describe('a question', () => {
  it('is answered by its buttons; a new one answers the old with no', async () => {
    await show(ConfirmDialog, {})
    const first = confirm({ title: 'Leave?' })
    const second = confirm({ title: 'Delete Bob?', text: 'Both sides.', confirmLabel: 'Delete', danger: true })
    expect(await first).toBe(false)
    await vi.waitFor(() => named('Delete'))
    expect(await axeComplaints()).toEqual([])
    named('Delete').click()
    expect(await second).toBe(true)
  })
})

describe('a toast', () => {
  it('goes away by itself, an error later', async () => {
    vi.useFakeTimers()
    toast({ text: 'Saved', kind: 'ok' })
    toast({ text: 'Not sent', kind: 'error' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(toasts.value.map(({ text }) => text)).toEqual(['Not sent'])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(toasts.value).toEqual([])
  })

  it('runs its action and goes', async () => {
    await show(ToastList, {})
    const retry = vi.fn()
    toast({ text: 'Not sent', action: { label: 'Again', run: retry } })
    await nextTick()
    expect(await axeComplaints()).toEqual([])
    named('Again').click()
    expect(retry).toHaveBeenCalledOnce()
    expect(toasts.value).toEqual([])
  })

  it('shows three at most', () => {
    for (const text of ['1', '2', '3', '4']) toast({ text })
    expect(toasts.value.map(({ text }) => text)).toEqual(['2', '3', '4'])
    toast({ text: '3' })
    expect(toasts.value.map(({ text }) => text), 'said anew, and not twice').toEqual(['2', '4', '3'])
    for (const { id } of toasts.value) dismissToast(id)
  })
})
