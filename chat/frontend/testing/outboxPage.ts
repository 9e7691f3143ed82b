import { useConnection } from '@ggtalk/realtime/connection'
import { leaveStorage, openStorage } from '@ggtalk/storage'
import { createPinia, setActivePinia } from 'pinia'
import { expect, vi } from 'vitest'
import { outboxTable } from '../outbox/entries'
import { useOutbox } from '../outbox/outbox'
import { pictureTable, usePictures } from '../pictures/pictures'
import type { PlayedServer } from './server'

export const ALICE = 1
/** her conversation with Bob */
export const BOB = 12

/** A page is opened: nothing is known but what the browser keeps. */
export async function openPage(): Promise<void> {
  setActivePinia(createPinia())
  openStorage(ALICE, [outboxTable, pictureTable])
  await usePictures().open()
  await useOutbox().open(ALICE)
}

/** The page is gone without a word, as when the browser is killed. `erase`: with all it kept. */
export async function killPage(erase = false): Promise<void> {
  useConnection().stop()
  useOutbox().close()
  await leaveStorage(erase)
}

export async function connect(server: PlayedServer): Promise<void> {
  useConnection().start([{ name: 'chat', messages: { 'zh-CN': empty, en: empty }, onLive: () => useOutbox().resume() }], 1, () => undefined)
  server.greet()
  await vi.waitFor(() => expect(useConnection().state).toBe('live'))
}

const empty = () => Promise.resolve({ default: {} })
