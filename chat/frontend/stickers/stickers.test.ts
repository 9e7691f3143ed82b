import names from '../../stickers.txt?raw'
import { describe, expect, it } from 'vitest'
import en from '../messages/en'
import { isBare } from '../pictures/shown'
import { rowsOf, type TextRow } from '../history/rows'
import { ALICE, message } from '../testing/things'
import { STICKERS, stickerUrl } from './stickers'

describe('built-in stickers', () => {
  it('are those the server knows, each with a name, a moving picture and a still one', () => {
    expect([...STICKERS].sort()).toEqual(names.trim().split('\n').sort())
    expect(Object.keys(en.stickers.names).sort()).toEqual([...STICKERS].sort())
    const urls = STICKERS.flatMap((name) => [stickerUrl(name), stickerUrl(name, true)])
    expect(new Set(urls).size).toBe(2 * STICKERS.length)
    expect(urls.every((url) => url?.endsWith('.webp?no-inline'))).toBe(true)
    expect(stickerUrl('not there')).toBeUndefined()
  })

  it('stand without a bubble, unless they answer something', () => {
    const row = (body: object) => rowsOf([message(1, { body: body })], [], ALICE, null)[0] as TextRow
    expect(isBare(row({ text: '', sticker: 'party' }))).toBe(true)
    expect(isBare(row({ text: '', sticker: 'party', reply_to: 5 }))).toBe(false)
    expect(isBare(row({ text: 'words' }))).toBe(false)
  })
})
