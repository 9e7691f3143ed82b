import { api, call } from '@ggtalk/api/client'
import type { StoredFile } from '@files'
import type { Schemas } from '@ggtalk/realtime/types'
import type { Conversation, Days, ForwardedItem, Message, OwnState, Pin, SearchPage } from './types'

/** Messages one after the other, oldest first; `more`: there are more beyond the far end. */
export interface Page {
  messages: Message[]
  more: boolean
  /** of a page around a place or from a moment on: there are more before it */
  earlier?: boolean
}

/** Where a page begins; without: the newest messages. `at`: a moment. */
export interface PageStart {
  before?: number
  after?: number
  around?: number
  at?: string
}

/** What is looked for; `from` <= sent < `until`. */
export interface Question {
  q?: string
  conversation?: number
  sender?: number
  from?: string
  until?: string
  kind?: 'text' | 'link' | 'picture' | 'voice'
  order?: 'newest' | 'relevance'
}

export type OwnChanges = Partial<Pick<OwnState, 'pinned' | 'notify' | 'marked_unread' | 'draft' | 'hidden'>>

export type Version = Schemas['VersionData']
/** `marks`: start and end of each hit in the text, in code points. */
export type Favourite = Omit<Schemas['FavouriteData'], 'marks'> & { marks: readonly number[][] }
export type FavouritesPage = Omit<Schemas['FavouritesData'], 'favourites'> & { favourites: Favourite[] }
export type ReadCount = Schemas['ReadCountData']
/** Ids of users. */
export type Readers = Schemas['ReadersData']
export type Limits = Schemas['LimitsData']

export const PAGE_SIZE = 100
/** So many known messages are asked for at once, at most. */
export const MOST_IDS = 100

export async function fetchConversations(): Promise<Conversation[]> {
  return call(api.GET('/api/conversations/'))
}

export async function fetchConversation(conversation: number): Promise<Conversation> {
  return call(api.GET('/api/conversations/{conversation}/', { params: { path: { conversation } } }))
}

/** The conversation with this user, made on first use. */
export async function fetchDirect(user: number): Promise<Conversation> {
  return call(api.POST('/api/conversations/direct/', { body: { user } }))
}

export async function fetchMessages(conversation: number, start: PageStart, limit = PAGE_SIZE): Promise<Page> {
  return call(api.GET('/api/conversations/{conversation}/messages/', { params: { path: { conversation }, query: { ...start, limit } } }))
}

/** Those of these messages that I can see. */
export async function fetchKnown(conversation: number, ids: readonly number[]): Promise<Message[]> {
  const query = { ids: ids.join(',') }
  return (await call(api.GET('/api/conversations/{conversation}/messages/', { params: { path: { conversation }, query } }))).messages
}

/** What a message has said, oldest first; the last is what it says now. */
export async function fetchVersions(message: number): Promise<Version[]> {
  return (await call(api.GET('/api/messages/{message}/versions/', { params: { path: { message } } }))).versions
}

/** How many have read those of these messages that I have said there. */
export async function fetchReadCounts(conversation: number, ids: readonly number[]): Promise<ReadCount[]> {
  const query = { ids: ids.join(',') }
  return (await call(api.GET('/api/conversations/{conversation}/reads/', { params: { path: { conversation }, query } }))).reads
}

/** Who has read a message of mine in a group, and who has not. */
export async function fetchReaders(message: number): Promise<Readers> {
  return call(api.GET('/api/messages/{message}/reads/', { params: { path: { message } } }))
}

/** A page of what I keep in which these words occur; `before`: the `next` of the page before. */
export async function fetchFavourites(q: string, before: number | null): Promise<FavouritesPage> {
  return call(api.GET('/api/favourites/', { params: { query: { ...(q && { q }), ...(before === null ? {} : { before }) } } }))
}

/** What is pinned there and I see, the latest first. */
export async function fetchPins(conversation: number): Promise<Pin[]> {
  return call(api.GET('/api/conversations/{conversation}/pins/', { params: { path: { conversation } } }))
}

/** All messages of a card. */
export async function fetchForwarded(message: number): Promise<ForwardedItem[]> {
  return (await call(api.GET('/api/messages/{message}/forwarded/', { params: { path: { message } } }))).messages
}

/** How long messages can be changed on this server. */
export async function fetchLimits(): Promise<Limits> {
  return call(api.GET('/api/messages/limits/'))
}

export async function changeOwnState(conversation: number, changes: OwnChanges): Promise<void> {
  await call(api.PATCH('/api/conversations/{conversation}/', { params: { path: { conversation } }, body: changes }))
}

/** Takes every unpinned conversation off the list. */
export async function hideAll(): Promise<void> {
  await call(api.POST('/api/conversations/hide/'))
}

/** One page of what is meant; `after` is the `next` of the page before. */
export async function searchMessages(question: Question, limit: number, after: number | null): Promise<SearchPage> {
  return call(api.GET('/api/messages/search/', { params: { query: { ...question, limit, ...(after === null ? {} : { after }) } } }))
}

/** Days of a month, `2026-11`, on which something was said. */
export async function fetchDays(conversation: number, month: string, zone: string): Promise<Days> {
  return call(api.GET('/api/conversations/{conversation}/days/', { params: { path: { conversation }, query: { month, zone } } }))
}

/** My own stickers, in their order. */
export async function fetchStickers(): Promise<StoredFile[]> {
  return (await call(api.GET('/api/stickers/'))).stickers
}

/** Makes one of an upload of mine, or of a picture that I was shown. */
export async function addSticker(file: number): Promise<void> {
  await call(api.POST('/api/stickers/', { body: { file } }))
}

export async function moveSticker(file: number, position: number): Promise<void> {
  await call(api.PATCH('/api/stickers/{file}/', { params: { path: { file } }, body: { position } }))
}

export async function removeSticker(file: number): Promise<void> {
  await call(api.DELETE('/api/stickers/{file}/', { params: { path: { file } } }))
}
