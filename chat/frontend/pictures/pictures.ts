import { uploadPicture, uploadVoice } from '@files'
import { ApiError } from '@ggtalk/api/errors'
import { defineTable } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { newClientId } from '../clientId'
import { readPicture } from './reading'

/** So many go with one message. */
export const MOST_PICTURES = 9

/** A picture that was chosen here, or a voice that was recorded, and is not sent yet, as it is kept in the browser. */
export interface LocalPicture {
  id: string
  conversation: number
  /** greater than that of every picture chosen before: their order */
  place: number
  blob: Blob
  /** 0 both where there is nothing to be seen */
  width: number
  height: number
  /** its id on the server, once it is there */
  file: number | null
  /** stands in the composer; otherwise it is on its way with a message */
  begun: boolean
}

export const pictureTable = defineTable<LocalPicture>('chat.pictures', 'id')

/** Another window keeps what goes with a message a moment before the message. */
const LOST_AFTER_MS = 60_000

/** Pictures from being chosen until the server has them with their message. */
export const usePictures = defineStore('chat/pictures', () => {
  const held = shallowReactive(new Map<string, LocalPicture>())
  /** how much of each is uploaded, 0 to 1 */
  const progress = shallowReactive(new Map<string, number>())
  const urls = new Map<string, string>()
  /** where own uploads of this page can be seen without asking the server, by file */
  const here = new Map<number, string>()

  async function open(): Promise<void> {
    clear()
    for (const row of await pictureTable.all()) held.set(row.id, row)
  }

  function clear(): void {
    for (const url of [...urls.values(), ...here.values()]) URL.revokeObjectURL(url)
    for (const known of [held, progress, urls, here]) known.clear()
  }

  function begunIn(conversation: number): LocalPicture[] {
    return [...held.values()].filter((row) => row.begun && row.conversation === conversation).sort((a, b) => a.place - b.place)
  }

  /** Takes files into the composer; tells how many of them are no pictures, and how many were too many. */
  async function add(conversation: number, files: readonly Blob[]): Promise<{ strange: number; surplus: number }> {
    const read = await Promise.all(files.map((file) => readPicture(file)))
    const found = read.filter((one) => one !== null)
    const room = Math.max(0, MOST_PICTURES - begunIn(conversation).length)
    let place = Math.max(Date.now(), ...[...held.values()].map((row) => row.place + 1))
    for (const picture of found.slice(0, room)) {
      await keep({ id: newClientId(), conversation, place: place++, ...picture, file: null, begun: true })
    }
    return { strange: read.length - found.length, surplus: Math.max(0, found.length - room) }
  }

  /** Keeps what goes with a message of its own, past what stands in the composer; its id. */
  async function take(conversation: number, blob: Blob, size = { width: 0, height: 0 }): Promise<string> {
    const id = newClientId()
    await keep({ id, conversation, place: Date.now(), blob, ...size, file: null, begun: false })
    return id
  }

  /** What stands in the composer goes with a message that is written now; their ids in order. */
  function handOver(conversation: number): string[] {
    const rows = begunIn(conversation)
    for (const row of rows) void keep({ ...row, begun: false })
    return rows.map(({ id }) => id)
  }

  /** They stand in the composer again. */
  function takeBack(ids: readonly string[]): void {
    for (const row of of(ids)) void keep({ ...row, begun: true })
  }

  function of(ids: readonly string[]): LocalPicture[] {
    return ids.map((id) => held.get(id)).filter((row) => row !== undefined)
  }

  /** Sees to it that these are known: another window may have chosen them. */
  async function learn(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const row = held.has(id) ? undefined : await pictureTable.get(id)
      if (row) held.set(id, row)
    }
  }

  /** Uploads what is not there yet, one after the other, and returns the server's ids. */
  async function upload(ids: readonly string[]): Promise<number[]> {
    await learn(ids)
    const files: number[] = []
    for (const id of ids) {
      const row = held.get(id)
      if (!row) throw new ApiError('picture_lost', '')
      files.push(row.file ?? (await uploadOne(row)))
    }
    return files
  }

  async function uploadOne(row: LocalPicture): Promise<number> {
    try {
      const { id } = await (isVoice(row) ? uploadVoice : uploadPicture)(row.blob, (part) => progress.set(row.id, part))
      here.set(id, urlOf(row))
      await keep({ ...row, file: id })
      return id
    } catch (failure) {
      progress.delete(row.id)
      throw failure
    }
  }

  /** The server has forgotten their uploads: they are made anew. */
  async function forgetUploads(ids: readonly string[]): Promise<void> {
    for (const row of of(ids)) await keep({ ...row, file: null })
  }

  /** Lets go of what went with a message; what was taken back stays. `unseen`: it is not to be seen here any more either. */
  async function release(ids: readonly string[], { unseen } = { unseen: false }): Promise<void> {
    for (const row of of(ids).filter(({ begun }) => !begun)) {
      if (unseen) revoke(row.id)
      if (unseen && row.file !== null) here.delete(row.file)
      await remove(row.id)
    }
  }

  /** Lets go of what went with messages that are `held` no more: a page ended between their being stored and being seen. */
  async function dropLost(kept: readonly string[]): Promise<void> {
    const before = Date.now() - LOST_AFTER_MS
    for (const row of [...held.values()]) if (!row.begun && row.place < before && !kept.includes(row.id)) await remove(row.id)
  }

  async function remove(id: string): Promise<void> {
    const row = held.get(id)
    held.delete(id)
    progress.delete(id)
    if (row?.file == null) revoke(id)
    urls.delete(id)
    await pictureTable.delete(id)
  }

  function revoke(id: string): void {
    const url = urls.get(id)
    if (url) URL.revokeObjectURL(url)
  }

  async function keep(row: LocalPicture): Promise<void> {
    held.set(row.id, row)
    await pictureTable.put(row)
  }

  function urlOf(row: LocalPicture): string {
    const url = urls.get(row.id) ?? URL.createObjectURL(row.blob)
    urls.set(row.id, url)
    return url
  }

  /** An own upload of this page, as it is here already. */
  function urlHere(file: number): string | undefined {
    return here.get(file)
  }

  return {
    held, progress, open, clear, begunIn, add, take, handOver, takeBack, of, learn, upload, forgetUploads, release, dropLost, remove, urlOf, urlHere,
  }
})

function isVoice({ blob }: LocalPicture): boolean {
  return blob.type.startsWith('audio/')
}
