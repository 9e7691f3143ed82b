import { displayName } from '@accounts'
import type { LoadReason } from '@ggtalk/module'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventFrame, EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import { fetchConversation, fetchConversations } from '../api'
import { useDeletions } from '../deleting/deletions'
import { waitingIn } from '../notify/notify'
import { useOutbox } from '../outbox/outbox'
import type { Conversation, OwnState } from '../types'
import { afterChange, afterDeletion, afterDelivered, afterEvent, afterLeaving, afterMessage, afterPicture, afterOwnChange, afterRead, afterRecall, afterRetitling, type Heard, type Recall } from './law'

/** My conversations as the server tells of them; moved by events only. */
export const useConversations = defineStore('chat/conversations', () => {
  const loaded = ref(false)
  const conversations = shallowReactive(new Map<number, Conversation>())
  /** numbers of others' messages heard since the lists were loaded, unread ones at least, by conversation */
  const heard = new Map<number, number[]>()
  /** recalls heard since the lists were loaded, by conversation */
  const recalls = new Map<number, Recall[]>()
  const session = useSession()
  const waiting = computed(() => [...conversations.values()].reduce((sum, conversation) => sum + waitingIn(conversation), 0))

  async function load(reason: LoadReason): Promise<void> {
    const fresh = await fetchConversations()
    conversations.clear()
    heard.clear()
    recalls.clear()
    for (const conversation of fresh) {
      conversations.set(conversation.id, conversation)
      useOutbox().loaded(conversation.id, conversation.head)
      if (reason.kind === 'reset' && !conversation.own.left) useConnection().follow(conversation.stream, conversation.head)
    }
    loaded.value = true
  }

  /** Takes up what was held before; fresh lists take its place. */
  function restore(kept: ReadonlyMap<number, Conversation>): void {
    for (const [id, conversation] of kept) conversations.set(id, conversation)
    loaded.value = true
  }

  function said({ message }: EventPayload<'message.sent'>): void {
    if (message.sender !== session.userId) heard.set(message.conversation, [...(heard.get(message.conversation) ?? []), message.seq])
    if (!useDeletions().has(message.id)) move(message.conversation, (conversation) => afterMessage(conversation, message, session.userId ?? 0))
    else move(message.conversation, (conversation) => afterEvent(conversation, message.seq))
  }

  /** A message was edited or reacted to. */
  function messageChanged({ message }: EventPayload<'message.edited'>, { seq }: EventFrame): void {
    move(message.conversation, (conversation) => afterChange(conversation, message, seq, session.userId ?? 0))
  }

  function recalled({ message }: EventPayload<'message.recalled'>, frame: EventFrame): void {
    const recall = { seq: frame.seq ?? 0, message }
    recalls.set(message.conversation, [...(recalls.get(message.conversation) ?? []), recall])
    messageChanged({ message }, frame)
    move(message.conversation, (conversation) => afterRecall(conversation, recall, session.userId ?? 0))
  }

  function delivered(event: EventPayload<'message.delivered'>, { seq }: EventFrame): void {
    move(event.conversation, (conversation) => afterEvent(afterDelivered(conversation, event), seq))
  }

  function read(event: EventPayload<'message.read'>, { seq }: EventFrame): void {
    move(event.conversation, (conversation) => afterEvent(afterRead(conversation, event), seq))
  }

  function changed({ own }: EventPayload<'conversation.changed'>): void {
    const known = heardAfter(own)
    move(own.conversation, (conversation) => afterOwnChange(conversation, own, known, session.userId ?? 0))
  }

  function deleted(event: EventPayload<'message.deleted'>): void {
    const known = heardAfter(event.own)
    const change = event.last_message ? useDeletions().changeOf(event.last_message.id) : undefined
    move(event.conversation, (conversation) => afterDeletion(conversation, event, known, session.userId ?? 0, change))
  }

  /** What was heard that an own state may not have counted. */
  function heardAfter(own: OwnState): Heard {
    const numbers = (heard.get(own.conversation) ?? []).filter((seq) => seq > own.read_seq)
    heard.set(own.conversation, numbers)
    return { messages: numbers, recalls: recalls.get(own.conversation) ?? [] }
  }

  function retitled(event: EventPayload<'conversation.retitled'>, { seq }: EventFrame): void {
    move(event.conversation, (conversation) => afterEvent(afterRetitling(conversation, event.title), seq))
  }

  function pictured(event: EventPayload<'conversation.avatar_changed'>, { seq }: EventFrame): void {
    move(event.conversation, (conversation) => afterEvent(afterPicture(conversation, event.avatar), seq))
  }

  function joined({ conversation }: EventPayload<'conversation.joined'>): void {
    const known = conversations.get(conversation.id)
    const isOlder = known !== undefined && !known.own.left && known.head >= conversation.head
    if (!isOlder) conversations.set(conversation.id, conversation)
    useConnection().follow(conversation.stream, conversation.head)
  }

  function left(event: EventPayload<'conversation.left'>): void {
    const conversation = conversations.get(event.conversation)
    if (conversation) useConnection().unfollow(conversation.stream)
    move(event.conversation, afterLeaving)
  }

  /** Who was away when they left hears no more of what was said until then: it is asked for. */
  async function settleLeft(id: number): Promise<void> {
    const fresh = await fetchConversation(id).catch(() => null) // the next fresh list has it
    if (fresh?.own.left && conversations.get(id)?.own.left) conversations.set(id, fresh)
  }

  function userIs({ user }: EventPayload<'user.changed'>): void {
    for (const conversation of conversations.values()) {
      if (conversation.peer?.id === user.id) conversations.set(conversation.id, { ...conversation, peer: user })
    }
  }

  /** Another event of a conversation's stream: only its number counts here. */
  function passed(stream: string, seq: number | null): void {
    const id = Number(stream.slice(1))
    if (stream.startsWith('c')) move(id, (conversation) => afterEvent(conversation, seq))
  }

  function directWith(user: number): Conversation | undefined {
    return [...conversations.values()].find((conversation) => conversation.peer?.id === user)
  }

  function clear(): void {
    loaded.value = false
    conversations.clear()
    heard.clear()
    recalls.clear()
  }

  function move(id: number, law: (conversation: Conversation) => Conversation): void {
    const conversation = conversations.get(id)
    if (conversation) conversations.set(id, law(conversation))
  }

  return {
    loaded, conversations, waiting, directWith,
    load, restore, said, messageChanged, recalled, delivered, read, changed, deleted, retitled, pictured, joined, left, settleLeft, userIs, passed, clear,
  }
})

/** What a conversation is called here: the group's name, or what I call the other one. */
export function titleOf(conversation: Conversation): string {
  if (conversation.kind === 'group') return conversation.title
  return displayName(conversation.peer ?? NOBODY)
}

/** The other one's account is deleted. */
const NOBODY = { id: 0, account: '', name: '', signature: '', avatar: '' }
