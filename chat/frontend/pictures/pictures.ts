import { uploadPicture, uploadVoice } from '@files'
import { ApiError } from '@ggtalk/api/errors'
import { defineTable } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { newClientId } from '../clientId'
import { readPicture } from './reading'

/** So many are shown as pictures alone. */
export const MOST_PICTURES = 9

/** A picture that stands in what is being written or is on its way, or a voice, as it is kept in the browser. */
export interface LocalPicture {
  id: string
  conversation: number
  /** when it was chosen, in ms since 1970, and greater than that of every one chosen before */
  place: number
  blob: Blob
  /** 0 both where there is nothing to be seen */
  width: number
  height: number
  /** its id on the server, once it is there */
  file: number | null
}

export const pictureTable = defineTable<LocalPicture>('chat.pictures', 'id', [], 'strict')

/** Another window keeps a picture a moment before the draft or the message that it stands in. */
const LOST_AFTER_MS = 60_000

/** Pictures from being chosen until the server has them with their message. */
export const usePictures = defineStore('chat/pictures', () => {
  const held = shallowReactive(new Map<string, LocalPicture>())
  /** how much of each is uploaded, 0 to 1 */
  const progress = shallowReactive(new Map<string, number>())
  const urls = new Map<string, string>()
  /** uploads that are under way: a picture that stands in a draft may be sent meanwhile */
  const uploads = new Map<string, Promise<number>>()
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

  /** Keeps pictures that stand in what is being written; their ids, and how many of the files are no pictures. */
  async function add(conversation: number, files: readonly Blob[]): Promise<{ ids: string[]; strange: number }> {
    const read = await Promise.all(files.map((file) => readPicture(file)))
    const found = read.filter((one) => one !== null)
    const ids = await Promise.all(found.map((picture) => take(conversation, picture.blob, picture)))
    return { ids, strange: read.length - found.length }
  }

  /** Keeps what goes with a message; its id. */
  async function take(conversation: number, blob: Blob, { width, height } = { width: 0, height: 0 }): Promise<string> {
    const id = newClientId()
    const place = Math.max(Date.now(), ...[...held.values()].map((row) => row.place + 1))
    await keep({ id, conversation, place, blob, width, height, file: null })
    return id
  }

  /** These go with a message that is written now, wherever it is sent from. */
  function handOver(ids: readonly string[]): void {
    for (const row of of(ids)) void keep({ ...row, place: Math.max(row.place, Date.now()) })
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
      files.push(row.file ?? (await (uploads.get(id) ?? uploadOne(row))))
    }
    return files
  }

  function uploadOne(row: LocalPicture): Promise<number> {
    const upload = uploaded(row).finally(() => uploads.delete(row.id))
    uploads.set(row.id, upload)
    return upload
  }

  async function uploaded(row: LocalPicture): Promise<number> {
    try {
      const { id } = await (isVoice(row) ? uploadVoice : uploadPicture)(row.blob, (part) => progress.set(row.id, part))
      here.set(id, urlOf(row))
      if (held.has(row.id)) await keep({ ...row, file: id })
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

  /** Lets go of what went with a message. `unseen`: it is not to be seen here any more either. */
  async function release(ids: readonly string[], { unseen } = { unseen: false }): Promise<void> {
    for (const row of of(ids)) {
      if (unseen) revoke(row.id)
      if (unseen && row.file !== null) here.delete(row.file)
      await remove(row.id)
    }
  }

  /** Lets go of everything but these: what no draft and no message on its way holds any more. */
  async function dropLost(kept: readonly string[]): Promise<void> {
    const before = Date.now() - LOST_AFTER_MS
    for (const row of [...held.values()]) if (row.place < before && !kept.includes(row.id)) await remove(row.id)
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
    held, progress, open, clear, add, take, handOver, of, learn, upload, forgetUploads, release, dropLost, urlOf, urlHere,
  }
})

function isVoice({ blob }: LocalPicture): boolean {
  return blob.type.startsWith('audio/')
}
