import { pictureUrl, voiceUrl, type StoredFile } from '@files'
import { useConnection } from '@ggtalk/realtime/connection'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useDrafts } from '../drafts/drafts'
import { inlineOf, type StoredObject } from '../inline/inline'
import { burnOf, imagesOf, stickerOf, voiceOf, type Message, type OutgoingBody } from '../types'

/** What a message says that burns, while it stands open here. */
export interface OpenContent {
  body: Message['body']
  /** addresses in this page of the voice, or of the pictures that it holds: those above its words, then those between them */
  urls: readonly string[]
}

/**
 * Messages that burn after reading. What they say is asked for when somebody opens them, is held in this window only, and
 * goes when its time is over, whether the server's word has come or not.
 */
export const useBurning = defineStore('chat/burning', () => {
  const contents = shallowReactive(new Map<number, OpenContent>())
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  /** when those that were opened are gone, as ms of this page's clock */
  const ends = shallowReactive(new Map<number, number>())
  /** conversations in which what I say next burns */
  const on = shallowReactive(new Set<number>())
  const drafts = useDrafts()

  function isOn(conversation: number): boolean {
    return on.has(conversation)
  }

  /** What is written there from now on burns after reading, or no longer does. */
  function turn(conversation: number, burns: boolean): void {
    if (burns) on.add(conversation)
    else on.delete(conversation)
    drafts.keepHere(conversation, burns)
  }

  /** What that adds to a body on its way. */
  function fieldsFor(conversation: number): Pick<OutgoingBody, 'burn'> {
    return isOn(conversation) ? { burn: true } : {}
  }

  /** Shows what a message says; throws when it can't be shown (any more). */
  async function open(message: Message): Promise<void> {
    const { body, seconds_left: secondsLeft } = await useConnection().send('message.open', { message: message.id })
    if (secondsLeft !== null) goneAfter(message.id, secondsLeft * 1_000)
    const voice = voiceOf({ body })
    const wanted = voice ? [voiceUrl(voice.id, playedKind())] : [...picturesOf(body), ...filesBetween(body)].map(({ id }) => pictureUrl(id))
    const urls = await Promise.all(wanted.map(addressOf))
    const known = contents.get(message.id)
    if (known) forgetUrls(known)
    if (secondsLeft !== null && !ends.has(message.id)) forgetUrls({ body, urls })
    else contents.set(message.id, { body, urls })
  }

  /** A message is another one now: opened, burnt, or taken back. */
  function messageChanged(message: Message): void {
    const burn = burnOf(message)
    if (!burn) forget([message.id])
    else if (burn.burns_at && !ends.has(message.id)) goneAfter(message.id, Date.parse(burn.burns_at) - Date.now())
  }

  /** How long it is still there, in ms; null where it was not opened. */
  function leftOf(message: Message, now: number): number | null {
    const end = ends.get(message.id)
    return end === undefined ? null : Math.max(0, end - now)
  }

  /** Hides again what only its writer has looked at. */
  function close(message: number): void {
    const content = contents.get(message)
    if (content) forgetUrls(content)
    contents.delete(message)
  }

  function forget(messages: readonly number[]): void {
    for (const id of messages) {
      close(id)
      clearTimeout(timers.get(id))
      timers.delete(id)
      ends.delete(id)
    }
  }

  function goneAfter(message: number, ms: number): void {
    ends.set(message, performance.now() + ms)
    clearTimeout(timers.get(message))
    timers.set(message, setTimeout(() => close(message), ms))
  }

  function clear(): void {
    forget([...contents.keys(), ...timers.keys()])
    on.clear()
  }

  return { contents, ends, isOn, turn, fieldsFor, open, messageChanged, leftOf, close, forget, clear }
})

/** The pictures that a message shows above its words, a sticker of somebody's own among them. */
export function picturesOf(body: Message['body']): StoredFile[] {
  const sticker = stickerOf(body)
  return typeof sticker === 'object' && sticker !== null ? [sticker] : imagesOf({ body })
}

/** The files that stand between its words. */
function filesBetween(body: Message['body']): StoredFile[] {
  return inlineOf(body).flatMap((one) => fileOf(one) ?? [])
}

/** The file that an object is; null for a built-in sticker. */
export function fileOf({ image, sticker }: StoredObject): StoredFile | null {
  return image ?? (typeof sticker === 'object' ? sticker : null)
}

/** A file as an address of this page: the browser's own store never holds it. */
async function addressOf(url: string): Promise<string> {
  const answer = await fetch(url, { cache: 'no-store' })
  if (!answer.ok) throw new Error(`the file is not there any more: ${answer.status}`)
  return URL.createObjectURL(await answer.blob())
}

function playedKind(): 'original' | 'aac' {
  return new Audio().canPlayType('audio/ogg; codecs=opus') ? 'original' : 'aac'
}

function forgetUrls({ urls }: OpenContent): void {
  for (const url of urls) URL.revokeObjectURL(url)
}
