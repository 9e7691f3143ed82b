import 'fake-indexeddb/auto'
import type { StoredFile } from '@files'
import { leaveStorage, openStorage } from '@ggtalk/storage'
import type { EventName, EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useQuotes } from './answers/quotes'
import { useBrowser } from './browser/browser'
import { useConversations } from './conversations/conversations'
import { useFavourites } from './favourites/favourites'
import { useMessages } from './history/messages'
import chat from './index'
import { events, load, signedOut } from './module'
import { usePins } from './pins/pins'
import { useOwnStickers } from './stickers/ownStickers'
import { ALICE, BOB, card, conversation, message, ownState } from './testing/things'
import type { Conversation, Message } from './types'

const ID = 12
const QUOTED = 1_041
/** number of the event */
const SEQ = 43

/** What the server would tell of Alice's conversation with Bob, and of what she keeps. `pins`, `favourites`: ids of messages. */
interface World {
  conversations: Conversation[]
  messages: Message[]
  pins: number[]
  favourites: number[]
  stickers: number[]
}

const talk = conversation({ head: 42, last_message: message(42), own: ownState({ last_seq: 42, read_seq: 41, unread: 1 }) })
const before: World = {
  conversations: [talk],
  messages: [message(40, { sender: ALICE }), message(41), message(42)],
  pins: [QUOTED],
  favourites: [QUOTED],
  stickers: [2, 1],
}

const file = (id: number): StoredFile => ({ id, media_type: 'image/webp', size_bytes: 9, width: 20, height: 10, colour: '#c03030', animated: true })
const pin = (id: number) => ({ message: id, user: BOB, pinned_at: '2026-11-26T08:00:00Z' })

function answer({ pathname, searchParams }: URL, now: World): unknown {
  const ids = searchParams.get('ids')?.split(',').map(Number)
  if (pathname === '/api/conversations/') return now.conversations
  if (pathname === `/api/conversations/${ID}/`) return now.conversations[0]
  if (pathname.endsWith('/pins/')) return now.pins.map(pin)
  if (pathname === '/api/favourites/') {
    const kept = now.favourites.flatMap((id) => now.messages.find((one) => one.id === id) ?? [])
    return { favourites: kept.map((one) => ({ message: one, kept_at: one.sent_at, marks: [] })), next: null }
  }
  if (pathname === '/api/stickers/') return { stickers: now.stickers.map(file) }
  if (pathname.endsWith('/limits/')) return { edit_minutes: 15, recall_minutes: 2, encrypted: false, previews: true }
  if (pathname !== `/api/conversations/${ID}/messages/`) throw new Error(`nobody answers ${pathname}`)
  return { messages: ids ? now.messages.filter(({ id }) => ids.includes(id)) : now.messages, more: false }
}

/** A page that has just been opened, and shows everything it can. */
async function opened(now: () => World): Promise<void> {
  setActivePinia(createPinia())
  openStorage(ALICE, chat.tables ?? [])
  useSession().userId = ALICE
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(Response.json(answer(new URL(request.url), now()))))
  await load({ kind: 'start' })
  await Promise.all([useMessages().open(ID, null), usePins().open(ID), useFavourites().open(''), useBrowser().open(ID)])
  useQuotes().want(ID, QUOTED)
  await vi.waitFor(() => expect(useQuotes().of(QUOTED)).toBeDefined())
}

async function left(): Promise<void> {
  await signedOut()
  await leaveStorage(true)
  vi.unstubAllGlobals()
}

/** What is seen of all that is held: of what is pinned, that which can be seen. */
function held(): unknown {
  return {
    conversations: [...useConversations().conversations.values()].sort((a, b) => a.id - b.id),
    messages: useMessages().of(ID).window,
    history: useBrowser().page,
    pins: usePins().of(ID).filter((one) => useQuotes().of(one.message) !== null),
    favourites: useFavourites().entries.map((entry) => entry.message),
    stickers: useOwnStickers().all,
    quoted: useQuotes().of(QUOTED),
  }
}

function hear<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
  events[name]?.(payload, { stream: `c${ID}`, seq: SEQ, type: name, payload })
}

/** The law: old lists + event = fresh lists. Hearing it twice changes nothing more. */
async function lawHolds<Name extends EventName>(name: Name, payload: EventPayload<Name>, change: Partial<World>): Promise<void> {
  const after = { ...before, ...change }
  await opened(() => after)
  const fresh = held()
  await left()
  let now = before
  await opened(() => now)
  now = after
  hear(name, payload)
  await vi.waitFor(() => expect(held()).toEqual(fresh))
  hear(name, payload)
  expect(held()).toEqual(fresh)
}

/** The conversation is another one after this event, which is its last. */
function talked(what: Partial<Conversation> = {}): Pick<World, 'conversations'> {
  return { conversations: [{ ...talk, head: SEQ, ...what }] }
}

/** A message is another one after this event. */
function became(changed: Message): Pick<World, 'conversations' | 'messages'> {
  const last_message = changed.id === talk.last_message?.id ? changed : talk.last_message
  return { ...talked({ last_message }), messages: before.messages.map((one) => (one.id === changed.id ? changed : one)) }
}

const body = (what: object): Message['body'] => what
const now = (seq: number, what: Partial<Message> & { text?: string }): Message => message(seq, { ...what, changed_seq: SEQ })
const user = { ...card(BOB, 'Robert'), signature: 'new' }
const member: EventPayload<'member.joined'>['member'] = { user, nickname: '', role: 'member', silenced_until: null, joined_at: '2026-11-23T06:00:00Z' }
const ONLY_A_NUMBER = { group: 7 }

const laws: Record<string, () => Promise<void>> = {
  'message.sent': () => lawHolds('message.sent', { message: message(SEQ) }, {
    ...talked({ last_message: message(SEQ), own: { ...talk.own, last_seq: SEQ, unread: 2 } }), messages: [...before.messages, message(SEQ)],
  }),
  'message.edited': () => {
    const edited = now(41, { text: 'changed', edited_at: '2026-11-26T08:00:00Z' })
    return lawHolds('message.edited', { message: edited }, became(edited))
  },
  'message.recalled': () => {
    const recalled = now(41, { body: body({ recalled: true }) })
    return lawHolds('message.recalled', { message: recalled }, { ...became(recalled), ...talked({ own: { ...talk.own, recall_seq: SEQ } }), favourites: [] })
  },
  'message.reacted': () => {
    const liked = now(42, { reactions: [{ emoji: '😀', users: [BOB] }] })
    return lawHolds('message.reacted', { message: liked }, became(liked))
  },
  'message.opened': () => {
    const open = now(42, { body: body({ burn: { seconds: 10, opened_at: '2026-11-26T08:00:00Z' } }) })
    return lawHolds('message.opened', { message: open }, became(open))
  },
  'message.burnt': () => {
    const burnt = now(41, { body: body({ burnt: true }) })
    return lawHolds('message.burnt', { message: burnt }, { ...became(burnt), favourites: [] })
  },
  'message.previewed': () => {
    const previewed = now(42, { body: body({ text: 'text 42', preview: { url: 'https://example.org', title: 'x', description: '', site: 'y' } }) })
    return lawHolds('message.previewed', { message: previewed }, became(previewed))
  },
  'message.deleted': () => lawHolds('message.deleted', { conversation: ID, messages: [1_042], last_message: message(41), own: { ...talk.own, read_seq: 42, unread: 0 } }, {
    conversations: [{ ...talk, last_message: message(41), own: { ...talk.own, read_seq: 42, unread: 0 } }], messages: before.messages.slice(0, 2),
  }),
  'message.delivered': () => lawHolds('message.delivered', { conversation: ID, user: BOB, seq: 40 }, talked({ peer_delivered_seq: 40 })),
  'message.read': () => lawHolds('message.read', { conversation: ID, user: BOB, seq: 40 }, talked({ peer_read_seq: 40 })),
  'pins.changed': () => lawHolds('pins.changed', { conversation: ID, pins: [1_042, QUOTED].map(pin) }, { ...talked(), pins: [1_042, QUOTED] }),
  'favourite.added': () => lawHolds('favourite.added', { message: 1_042 }, { favourites: [1_042, QUOTED] }),
  'favourite.removed': () => lawHolds('favourite.removed', { message: QUOTED }, { favourites: [] }),
  'sticker.added': () => lawHolds('sticker.added', { sticker: file(3) }, { stickers: [3, 2, 1] }),
  'sticker.removed': () => lawHolds('sticker.removed', { sticker: 2 }, { stickers: [1] }),
  'stickers.ordered': () => lawHolds('stickers.ordered', { stickers: [1, 2] }, { stickers: [1, 2] }),
  'conversation.joined': () => {
    const joined = conversation({ id: 13, stream: 'c13', kind: 'group', title: 'Walks', peer: null, own: ownState({ conversation: 13 }) })
    return lawHolds('conversation.joined', { conversation: joined }, { conversations: [talk, joined] })
  },
  'conversation.left': () => {
    const unheard = { head: SEQ, last_message: message(SEQ), own: { ...talk.own, left: true, last_seq: SEQ, unread: 2 } }
    return lawHolds('conversation.left', { conversation: ID }, { ...talked(unheard), messages: [...before.messages, message(SEQ)] })
  },
  'conversation.changed': () => {
    const own = { ...talk.own, pinned: true, notify: 'nothing' as const, draft: 'half a sen' }
    return lawHolds('conversation.changed', { own }, { conversations: [{ ...talk, own }] })
  },
  'conversation.retitled': () => lawHolds('conversation.retitled', { conversation: ID, title: 'Hills' }, talked({ title: 'Hills' })),
  'conversation.avatar_changed': () => lawHolds('conversation.avatar_changed', { conversation: ID, avatar: 'builtin:3' }, talked({ avatar: 'builtin:3' })),
  'user.changed': () => lawHolds('user.changed', { user }, { conversations: [{ ...talk, peer: user }] }),
  'member.joined': () => lawHolds('member.joined', { ...ONLY_A_NUMBER, member }, talked()),
  'member.changed': () => lawHolds('member.changed', { ...ONLY_A_NUMBER, member }, talked()),
  'member.left': () => lawHolds('member.left', { ...ONLY_A_NUMBER, user: BOB }, talked()),
  'announcement.posted': () => lawHolds('announcement.posted', { ...ONLY_A_NUMBER, announcement: { id: 1, author: BOB, text: 'at eight', created_at: '2026-11-26T08:00:00Z' } }, talked()),
  'announcement.removed': () => lawHolds('announcement.removed', { ...ONLY_A_NUMBER, announcement: 1 }, talked()),
  'group.changed': () => lawHolds('group.changed', { group: {} as EventPayload<'group.changed'>['group'] }, talked()),
  'reads.moved': () => lawHolds('reads.moved', { conversation: ID, after: 0, until: 42 }, {}),
  'typing.started': () => lawHolds('typing.started', { conversation: ID, user: BOB }, {}),
  'shake.sent': () => lawHolds('shake.sent', { conversation: ID, user: BOB }, {}),
}

describe('old lists + event = fresh lists, in everything that is held:', () => {
  afterEach(left)

  it.each(Object.entries(laws))('%s', (_name, law) => law())
})

it('there is no event without such a law', () => {
  expect(Object.keys(laws).sort()).toEqual(Object.keys(events).sort())
})
