import { useMe } from '@accounts'
import type { Schemas } from '@ggtalk/realtime/types'
import { axeComplaints, draw } from '@ggtalk/testing/mounting'
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import notifications from '../index'
import type { Digest } from '../types'
import MailSettings from './MailSettings.vue'
import { clockOf, chosen } from './choice'
import { useDigest } from './digest'

const bob: Schemas['MeData'] = {
  id: 2, account: '10002', name: 'Bob', signature: '', avatar: '', email: 'bob@example.org', phone: '', presence: 'online', settings: {}, is_staff: false,
}
const never: Digest = { frequency: 'never', hour: 8, time_zone: 'UTC', address: bob.email, is_sent: true }
const daily: Digest = { ...never, frequency: 'daily', time_zone: 'Asia/Shanghai' }

let page: VueWrapper | undefined
let asked: unknown[] = []
let told: string[] = []

/** The screen as Bob sees it whom the server tells this, or fails at it; `asked`: what it asks the server to change. */
async function shown(digest: Digest | null, email = bob.email): Promise<VueWrapper> {
  asked = []
  told = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') told.push(new URL(request.url).pathname)
    if (request.method === 'PATCH') asked.push(await request.json())
    return digest ? Response.json(digest) : new Response('', { status: 500 })
  })
  page = await draw(MailSettings, {}, {}, { modules: [notifications] })
  useMe().changed({ me: { ...bob, email } })
  return page
}

const selects = () => page?.findAll('select') ?? []
const hear = (digest: Digest) => notifications.events?.['digest.changed']?.({ digest }, { stream: 'u2', seq: 1, type: 'digest.changed', payload: { digest } })

afterEach(() => {
  page?.unmount()
  vi.unstubAllGlobals()
})

describe('the mails about what waits', () => {
  it('are chosen, and the screen moves when the server says so', async () => {
    await shown(never)
    await vi.waitFor(() => expect(selects()).toHaveLength(1))
    expect(page?.text()).toContain('To bob@example.org')
    expect(await axeComplaints()).toEqual([])
    await selects()[0]?.setValue('daily')
    await vi.waitFor(() => expect(asked).toEqual([chosen({ frequency: 'daily' }, 'en')]))
    expect(selects()).toHaveLength(1)
    hear(daily)
    await vi.waitFor(() => expect(selects()).toHaveLength(2))
    expect(page?.text()).toContain('In the time zone Asia/Shanghai.')
    expect(await axeComplaints()).toEqual([])
  })

  it('can’t be chosen without an address, and the screen says why', async () => {
    await shown(never, '')
    await vi.waitFor(() => expect(page?.text()).toContain('add your e-mail address to your profile'))
    expect(selects()[0]?.attributes('disabled')).toBeDefined()
    expect(page?.text()).toContain('Open my profile')
    useMe().changed({ me: bob })
    await vi.waitFor(() => expect(selects()[0]?.attributes('disabled')).toBeUndefined())
    expect(page?.text()).not.toContain('Open my profile')
  })

  it('wait for the one who reads the address, who can be asked again', async () => {
    await shown({ ...daily, address: '' })
    await vi.waitFor(() => expect(page?.text()).toContain('We have mailed a link to bob@example.org'))
    expect(await axeComplaints()).toEqual([])
    await page?.find('button').trigger('click')
    await vi.waitFor(() => expect(told).toContain('/api/digest/proof/'))
    hear(daily)
    await vi.waitFor(() => expect(page?.text()).not.toContain('We have mailed a link'))
  })

  it('can’t be chosen where the server sends none, but can be ended there', async () => {
    await shown({ ...never, is_sent: false })
    await vi.waitFor(() => expect(page?.text()).toContain('This server sends no mail'))
    expect(selects()[0]?.attributes('disabled')).toBeDefined()
    hear({ ...daily, is_sent: false })
    await vi.waitFor(() => expect(selects()[0]?.attributes('disabled')).toBeUndefined())
  })

  it('that were not told can be asked for again', async () => {
    await shown(null)
    await vi.waitFor(() => expect(page?.find('[role=alert]').exists()).toBe(true))
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(daily)))
    await page?.find('button').trigger('click')
    await vi.waitFor(() => expect(selects()).toHaveLength(2))
  })

  it('are as they were heard last, whatever was on its way before', async () => {
    let answer: (response: Response) => void = () => undefined
    await shown(daily)
    const fetch = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)))
    vi.stubGlobal('fetch', fetch)
    const looked = useDigest().look()
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled())
    hear(daily)
    answer(Response.json(never))
    await looked
    expect(useDigest().digest).toEqual(daily)
  })
})

it('an hour is shown as a clock shows it', () => {
  expect([clockOf(0), clockOf(8), clockOf(23)]).toEqual(['00:00', '08:00', '23:00'])
})
