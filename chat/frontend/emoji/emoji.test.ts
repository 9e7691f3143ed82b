import { describe, expect, it } from 'vitest'
import taken from '../../emoji.txt?raw'
import { hasOwnColours } from './drawn'
import { EMOJI_GROUPS, foundEmoji, loadEmoji } from './emoji'

describe('emoji', () => {
  it('are found by words of both languages, and named in the reader’s', async () => {
    const chinese = await loadEmoji('zh-CN')
    const english = await loadEmoji('en')
    expect(foundEmoji(chinese, '拇指向上')[0]).toMatchObject({ unicode: '👍️', name: expect.stringMatching(/\p{Script=Han}/u) as string })
    expect(foundEmoji(chinese, 'thumbs up').map((emoji) => emoji.unicode)).toContain('👍️')
    expect(foundEmoji(english, 'thumbs UP')[0]).toMatchObject({ unicode: '👍️', name: 'thumbs up' })
    expect(foundEmoji(english, '狗').map((emoji) => emoji.unicode)).toContain('🐶')
    expect(foundEmoji(english, 'no such emoji')).toEqual([])
  })

  it('stand in groups that are shown, each once', async () => {
    const all = await loadEmoji('en')
    expect(new Set(all.map((emoji) => emoji.unicode)).size).toBe(all.length)
    expect(all.every((emoji) => EMOJI_GROUPS.some((group) => group === emoji.group))).toBe(true)
  })

  it('are those the server lets people react with', async () => {
    const offered = (await loadEmoji('en')).map((emoji) => emoji.unicode)
    expect(new Set(taken.split(/\s+/).filter(Boolean))).toEqual(new Set(offered))
  })

  it.each([
    ['nothing at all', [0, 0, 0, 0], false],
    ['a box in the ink', [255, 0, 255, 255, 250, 4, 251, 200], false],
    ['a faint edge', [90, 90, 0, 40], false],
    ['a picture', [255, 0, 255, 255, 250, 200, 40, 255], true],
  ])('of which a system draws %s: there is %s', (_what, pixels, there) => {
    expect(hasOwnColours(new Uint8ClampedArray(pixels))).toBe(there)
  })
})
