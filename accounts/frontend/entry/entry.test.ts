import { NetworkError } from '@ggtalk/api/errors'
import { serve, useSession } from '@ggtalk/session'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nameOfDevice } from '../api'
import { useMe } from '../stores/me'
import { alice, freshStores, me } from '../testing/world'
import { keptLists } from '../kept'
import { boot, bootFailure, leaveToOther, resume, resumeUnreached, signIn, signOut } from './entry'
import { LEAST_PASSWORD, strengthOf } from './password'
import { clear } from '../module'
import { entryChoices, forgetAccount, noteGone, rememberAccount, rememberedAccounts, standingUser } from './remembered'

type Answer = () => Response
const answers = new Map<string, Answer>()
const bodies: unknown[] = []

beforeEach(() => {
  freshStores()
  serve([])
  answers.clear()
  bodies.length = 0
  rememberedAccounts.value = []
  entryChoices.value = { remember: true, automatic: true }
  noteGone(standingUser() ?? undefined)
  document.cookie = 'ggtalk_inside=; path=/; max-age=0'
  vi.stubGlobal('fetch', async (input: Request) => {
    if (input.method !== 'GET') bodies.push(await input.text())
    const answer = answers.get(`${input.method} ${new URL(input.url).pathname}`)
    if (!answer) throw new TypeError('nobody answers')
    return answer()
  })
  vi.stubGlobal('WebSocket', class { close = () => undefined })
})

afterEach(async () => {
  await useSession().end({})
  vi.unstubAllGlobals()
})

const auth = (user: unknown): Answer => () => Response.json({ registration: 'open', user })

describe('opening the page', () => {
  it('goes in by itself where a session stands', async () => {
    answers.set('GET /api/auth/', auth(me()))
    await boot()
    expect(useSession().userId).toBe(1)
    expect(rememberedAccounts.value.map(({ account }) => account)).toEqual(['10001'])
  })

  it('asks first where the person wants that, but only once while the browser is open', async () => {
    entryChoices.value.automatic = false
    answers.set('GET /api/auth/', auth(me()))
    answers.set('PATCH /api/me/', () => Response.json(me()))
    await boot()
    expect(useSession().userId).toBeNull()
    expect(useMe().me).toMatchObject(alice)
    await resume(alice, 'busy')
    expect(bodies).toContain('{"presence":"busy"}')
    expect(useSession().userId).toBe(1)
    await useSession().end({})
    await boot()
    expect(useSession().userId).toBe(1)
  })

  it('says so when nobody answers, and can be tried again', async () => {
    await boot()
    expect(bootFailure.value).toBeInstanceOf(NetworkError)
    answers.set('GET /api/auth/', auth(null))
    await boot()
    expect(bootFailure.value).toBeNull()
    expect(useSession().userId).toBeNull()
  })
})

describe('opening the page where the server is not reached', () => {
  const empty = () => Promise.resolve({ default: {} })
  const module = { name: 'accounts', messages: { 'zh-CN': empty, en: empty }, kept: keptLists, onSignOut: clear }

  /** An earlier page, which was closed without signing out. */
  async function visit(): Promise<void> {
    serve([module])
    answers.set('GET /api/auth/', auth(me()))
    await boot()
    await keptLists[0]?.table.put({ key: 'all', value: me() })
    freshStores()
    answers.clear()
  }

  it('goes in with what is kept', async () => {
    await visit()
    await boot()
    expect(bootFailure.value).toBeNull()
    expect(useSession()).toMatchObject({ userId: 1, beganUnreached: true })
    expect(useMe().me).toEqual(me())
  })

  it('and only a proxy answers, goes in as well', async () => {
    await visit()
    answers.set('GET /api/auth/', () => new Response('Bad gateway', { status: 502 }))
    await boot()
    expect(useSession().userId).toBe(1)
  })

  it('asks first where the person wants that', async () => {
    await visit()
    entryChoices.value.automatic = false
    document.cookie = 'ggtalk_inside=; path=/; max-age=0'
    await boot()
    expect(bootFailure.value).toBeInstanceOf(NetworkError)
    expect(useSession().userId).toBeNull()
    await resumeUnreached(1)
    expect(useSession().userId).toBe(1)
  })

  it('lets nobody in who signed out, was signed out, was not remembered, or left to somebody else', async () => {
    await visit()
    answers.set('GET /api/auth/', auth(me()))
    await boot()
    answers.set('POST /api/auth/logout/', () => new Response(null, { status: 204 }))
    await signOut()
    expect(standingUser()).toBeNull()

    await visit()
    answers.set('GET /api/auth/', auth(null))
    await boot()
    expect(standingUser()).toBeNull()

    entryChoices.value.remember = false
    await visit()
    expect(standingUser()).toBeNull()
    entryChoices.value.remember = true

    await visit()
    answers.set('GET /api/auth/', auth(null))
    answers.set('POST /api/auth/logout/', () => new Response(null, { status: 204 }))
    await leaveToOther()
    expect(standingUser()).toBeNull()
    answers.clear()
    await boot()
    expect(bootFailure.value).toBeInstanceOf(NetworkError)
    expect(useSession().userId).toBeNull()
  })

  it('is no way in where nothing is kept any more', async () => {
    await visit()
    await useSession().start(1)
    await useSession().end({})
    freshStores()
    await boot()
    expect(useSession().userId).toBeNull()
    expect(bootFailure.value).toBeInstanceOf(NetworkError)
  })
})

describe('signing in and out', () => {
  it('sends what was chosen and remembers the account, never the password', async () => {
    entryChoices.value = { remember: false, automatic: false }
    answers.set('GET /api/auth/', auth(null))
    answers.set('POST /api/auth/login/', () => Response.json({ user: alice }))
    await signIn('10001', 'secret', 'invisible')
    expect(JSON.parse(bodies[0] as string)).toMatchObject({ account: '10001', password: 'secret', remember: false, presence: 'invisible' })
    expect(useSession().userId).toBe(1)
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain('secret')
  })

  it('leaves the presence as it is where none is chosen', async () => {
    answers.set('GET /api/auth/', auth(me({ presence: 'invisible' })))
    answers.set('POST /api/auth/login/', () => Response.json({ user: alice }))
    await signIn('10001', 'secret')
    expect(JSON.parse(bodies[0] as string)).not.toHaveProperty('presence')
    await useSession().end({})
    await resume(alice)
    expect(bodies).toHaveLength(1)
  })

  it('stays signed in when the server was not reached', async () => {
    answers.set('GET /api/auth/', auth(me()))
    await boot()
    await expect(signOut()).rejects.toBeInstanceOf(NetworkError)
    expect(useSession().userId).toBe(1)
    answers.set('POST /api/auth/logout/', () => new Response(null, { status: 204 }))
    await signOut()
    expect(useSession().userId).toBeNull()
  })
})

describe('remembered accounts', () => {
  it('are five, the last one first, each once', () => {
    for (let id = 1; id <= 7; id += 1) rememberAccount({ ...alice, id, account: String(id) })
    rememberAccount({ ...alice, id: 5, account: '5', name: 'Five' })
    expect(rememberedAccounts.value.map(({ account }) => account)).toEqual(['5', '7', '6', '4', '3'])
    expect(rememberedAccounts.value[0]?.name).toBe('Five')
    forgetAccount(7)
    expect(rememberedAccounts.value).toHaveLength(4)
  })
})

describe('a password', () => {
  it('is as strong as it is long and varied', () => {
    expect(strengthOf('abc')).toBe('short')
    expect(strengthOf('a'.repeat(LEAST_PASSWORD * 5))).toBe('weak')
    expect(strengthOf('abcdef12')).toBe('fair')
    expect(strengthOf('Ab3!efgh')).toBe('strong')
    expect(strengthOf('correct horse battery')).toBe('strong')
  })
})

describe('a device', () => {
  it('is called by its browser and system', () => {
    expect(nameOfDevice('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows')
    expect(nameOfDevice('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1')).toBe('Safari · iOS')
    expect(nameOfDevice('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox · Linux')
    expect(nameOfDevice('curl/8')).toBe('')
  })
})
