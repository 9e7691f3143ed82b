import { axeComplaints, draw } from '@ggtalk/testing/mounting'
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import accounts from '..'
import SignInForm from './SignInForm.vue'
import { entryChoices, rememberedAccounts } from './remembered'

let answer: () => Response
let sent: unknown[]
let page: VueWrapper

beforeEach(() => {
  sent = []
  rememberedAccounts.value = []
  entryChoices.value = { remember: true, automatic: true }
  document.cookie = 'csrftoken=x'
  vi.stubGlobal('fetch', async (input: Request) => {
    sent.push(JSON.parse(await input.text()))
    return answer()
  })
})

afterEach(() => {
  page.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function form(): Promise<void> {
  page = await draw(SignInForm, {}, {}, { modules: [accounts] })
}

async function submit(account: string, password: string): Promise<void> {
  await page.find('input[autocomplete="username"]').setValue(account)
  await page.find('input[type="password"]').setValue(password)
  await page.find('form').trigger('submit')
  await flushPromises()
}

const refusal = (status: number, code: string, headers = {}) => () =>
  Response.json({ code, detail: 'No.' }, { status, headers })

describe('signing in', () => {
  it('names what is missing before it asks the server', async () => {
    await form()
    await submit('', '')
    expect(page.text()).toContain('Enter your account.')
    await submit('10000', '')
    expect(page.text()).toContain('Enter your password.')
    expect(sent).toEqual([])
    expect(await axeComplaints(page.element as Element)).toEqual([])
  })

  it('says that account or password is wrong, and selects the password', async () => {
    answer = refusal(401, 'invalid_credentials')
    await form()
    await submit(' 10000 ', 'wrong')
    expect(sent).toEqual([{ account: '10000', password: 'wrong', remember: true, device: expect.any(String) as string }])
    expect(page.find('[role="alert"]').text()).toBe('The account or the password is wrong.')
    expect(document.activeElement).toBe(page.find('input[type="password"]').element)
  })

  it('counts down after too many tries and sends nothing meanwhile', async () => {
    vi.useFakeTimers()
    answer = refusal(429, 'throttled', { 'Retry-After': '3' })
    await form()
    await submit('10000', 'wrong')
    expect(page.text()).toContain('Try again in 3 seconds')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(page.text()).toContain('Try again in 2 seconds')
    await page.find('form').trigger('submit')
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(page.find('[role="alert"]').exists()).toBe(false)
    expect(page.find('button[type="submit"]').attributes('disabled')).toBeUndefined()
  })

  it('offers the accounts of the last times', async () => {
    rememberedAccounts.value = [
      { id: 1, account: 'alice', name: 'Alice', avatar: '' },
      { id: 2, account: 'bob', name: 'Bob', avatar: 'builtin:2' },
    ]
    await form()
    expect((page.find('input[autocomplete="username"]').element as HTMLInputElement).value).toBe('alice')
    await page.findAll('.choose')[1]?.trigger('click')
    expect((page.find('input[autocomplete="username"]').element as HTMLInputElement).value).toBe('bob')
    await page.findAll('.forget')[1]?.trigger('click')
    expect(rememberedAccounts.value.map(({ account }) => account)).toEqual(['alice'])
  })

  it('does not go in by itself what it is not to remember', async () => {
    await form()
    const [remember, automatic] = page.findAll<HTMLInputElement>('input[type="checkbox"]')
    await remember?.setValue(false)
    expect(entryChoices.value).toMatchObject({ remember: false, automatic: false })
    await automatic?.setValue(true)
    expect(entryChoices.value).toMatchObject({ remember: true, automatic: true })
  })
})
