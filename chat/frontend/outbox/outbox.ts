import type { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { askToPersist } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { newClientId } from '../clientId'
import { usePictures } from '../pictures/pictures'
import type { OutgoingBody } from '../types'
import { canBeGivenUp, keptOf, outboxTable, understood, type OutboxEntry, type Outgoing } from './entries'
import { OutboxQueue } from './queue'
import { OutboxSender } from './sender'
import { sendWithPictures } from './sending'
import { OtherWindows, alone } from './windows'

/** What goes with a message beside its body. */
type Held = Pick<OutboxEntry, 'pictures' | 'inline' | 'voice'>

/** The server has none of what goes with a message any more. */
const FORGOTTEN = new Set(['no_such_picture', 'no_such_voice'])

/**
 * What this person has written and the server has not confirmed. Everything is kept in the browser before it is sent,
 * and leaves when the server's word is here that it is stored: in between, the page may end at any moment.
 */
export const useOutbox = defineStore('chat/outbox', () => {
  /** in the order of writing */
  const entries = shallowRef<readonly Outgoing[]>([])
  const byConversation = computed(() => grouped(entries.value))
  const connection = useConnection()
  let user = 0
  let queue = new OutboxQueue()
  let sender: OutboxSender | null = null
  let others: OtherWindows | null = null

  /** Somebody signed in: what an earlier page left behind is here again. */
  async function open(userId: number): Promise<void> {
    close()
    user = userId
    others = new OtherWindows(`ggtalk-outbox-${userId}`, () => void heardFromOthers())
    sender = new OutboxSender(queue, {
      send: (entry) => sendWithPictures(entry, () => queue.find(entry.clientId) !== undefined),
      isLive: () => connection.state === 'live' && user === userId,
      alone: (work) => alone(`ggtalk-outbox-${userId}`, work),
      takeUp,
      stored,
      refused,
      changed: show,
    })
    await takeUp()
  }

  /** The pictures here that are on their way. */
  function held(): string[] {
    return queue.all.flatMap(({ pictures }) => pictures ?? [])
  }

  function close(): void {
    user = 0
    others?.close()
    others = null
    sender = null
    queue = new OutboxQueue()
    show()
  }

  function of(conversation: number): readonly Outgoing[] {
    return byConversation.value.get(conversation) ?? []
  }

  /** Takes a message over; once this resolves it is kept and will be sent, whatever happens to the page. */
  async function write(conversation: number, body: OutgoingBody, { pictures = [], inline = [], voice }: Held = {}): Promise<void> {
    const writtenAt = queue.nextTime(Date.now())
    const held = { ...(pictures.length > 0 && { pictures }), ...(inline.length > 0 && { inline }), ...(voice && { voice }) }
    await keep({ clientId: newClientId(), conversation, body, ...held, writtenAt, refusal: null })
  }

  /** Sends a refused one again, as the last; one that the server failed at at once. A client id that something else was sent under is given up. */
  async function retry(clientId: string): Promise<void> {
    const entry = queue.find(clientId)
    if (entry?.progress === 'postponed') resume()
    if (entry?.progress !== 'refused') return
    const again = { ...keptOf(entry), writtenAt: queue.nextTime(Date.now()), refusal: null }
    queue.remove(clientId)
    if (entry.refusal && FORGOTTEN.has(entry.refusal.code)) await usePictures().forgetUploads(entry.pictures ?? [])
    if (entry.refusal?.code === 'client_id_conflict') {
      await keep({ ...again, clientId: newClientId() })
      await outboxTable.delete(clientId)
    } else await keep(again)
  }

  /** Gives one up, and what waited behind it goes; `keepsPictures`: they are wanted elsewhere. */
  async function remove(clientId: string, { keepsPictures } = { keepsPictures: false }): Promise<void> {
    const entry = queue.find(clientId)
    if (!entry || !canBeGivenUp(entry)) return
    await forget(clientId, keepsPictures)
    if (entry.progress !== 'refused') resume()
  }

  /** The server's own word that it is stored; `message.sent` of any of this person's clients. */
  function seen(clientId: string): void {
    if (queue.find(clientId)) void forget(clientId)
  }

  /** The conversation was loaded afresh up to this number: what is stored up to there needs no place here. */
  function loaded(conversation: number, head: number): void {
    queue.removeStored(conversation, head)
    show()
  }

  /** The line stands anew. */
  function resume(): void {
    void sender?.startAfresh()
  }

  async function keep(entry: OutboxEntry): Promise<void> {
    const current = queue
    current.add(entry)
    show()
    await outboxTable.put(entry)
    askToPersist()
    current.kept(entry.clientId)
    show()
    others?.tell()
    void sender?.wake()
  }

  async function forget(clientId: string, keepsPictures = false): Promise<void> {
    const entry = queue.find(clientId)
    queue.remove(clientId)
    if (!keepsPictures) void usePictures().release(entry?.pictures ?? [], { unseen: entry?.body.burn === true })
    show()
    await outboxTable.delete(clientId)
    others?.tell()
  }

  async function stored(clientId: string, seq: number): Promise<void> {
    queue.stored(clientId, seq)
    await outboxTable.delete(clientId)
    others?.tell()
  }

  async function refused(clientId: string, { code, detail, status }: ApiError): Promise<void> {
    const entry = queue.find(clientId)
    if (!entry) return
    const refusal = { code, detail, status }
    queue.refused(clientId, refusal)
    await outboxTable.put({ ...keptOf(entry), refusal })
    others?.tell()
  }

  async function takeUp(): Promise<void> {
    if (user === 0) return
    const current = queue
    const rows = (await outboxTable.all()).map(understood)
    await usePictures().learn(rows.flatMap(({ pictures }) => pictures ?? []))
    current.takeUp(rows)
    show()
  }

  async function heardFromOthers(): Promise<void> {
    await takeUp()
    void sender?.wake()
  }

  function show(): void {
    entries.value = queue.all
  }

  return { entries, open, close, held, of, write, retry, remove, seen, loaded, resume }
})

function grouped(entries: readonly Outgoing[]): Map<number, Outgoing[]> {
  const groups = new Map<number, Outgoing[]>()
  for (const entry of entries) {
    const group = groups.get(entry.conversation)
    if (group) group.push(entry)
    else groups.set(entry.conversation, [entry])
  }
  return groups
}
