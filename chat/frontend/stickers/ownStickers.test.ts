import type { StoredFile } from '@files'
import { i18n } from '@ggtalk/i18n'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { isBare } from '../pictures/shown'
import { rowsOf, type TextRow } from '../history/rows'
import { ALICE, message } from '../testing/things'
import { placeBeside } from './arranging'
import en from '../messages/en'
import { useOwnStickers } from './ownStickers'
import { stickerWord } from './stickers'

const file = (id: number): StoredFile => ({ id, media_type: 'image/webp', size_bytes: 9, width: 20, height: 10, colour: '#c03030', animated: true })
const ids = () => useOwnStickers().all.map(({ id }) => id)

beforeEach(() => setActivePinia(createPinia()))

describe('own stickers', () => {
  it('follow what is heard of them, also what the loaded list contains already', () => {
    const own = useOwnStickers()
    for (let told = 0; told < 2; told += 1) {
      for (const id of [1, 2, 3]) own.added({ sticker: file(id) })
      own.ordered({ stickers: [1, 3, 2] })
      own.removed({ sticker: 3 })
      own.added({ sticker: file(3) })
      expect(ids()).toEqual([3, 1, 2])
    }
    expect(own.byId(1)).toEqual(file(1))
    own.clear()
    expect(ids()).toEqual([])
  })

  it.each([
    [3, { file: 1, where: 'before' }, 0],
    [1, { file: 2, where: 'after' }, 1],
    [1, { file: 4, where: 'after' }, 3],
    [4, { file: 2, where: 'before' }, 1],
  ] as const)('are dropped beside others: %i %j', (moved, mark, place) => {
    expect(placeBeside([1, 2, 3, 4].map(file), moved, mark)).toBe(place)
  })

  it('stand without a bubble, and have no name', () => {
    i18n.global.mergeLocaleMessage('en', { chat: en })
    const row = rowsOf([message(1, { body: { text: '', sticker: file(1) } })], [], ALICE, null)[0] as TextRow
    expect(isBare(row)).toBe(true)
    expect([file(1), 1, ''].map(stickerWord)).toEqual(['[Sticker]', '[Sticker]', '[Sticker]'])
    expect(stickerWord('party')).toBe('[Sticker: party]')
  })
})
