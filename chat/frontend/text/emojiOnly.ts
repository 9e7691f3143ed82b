const MOST_BIG_EMOJI = 6
const EMOJI =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])|[0-9#*]\ufe0f?\u20e3)/u

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Whether a text is nothing but a few emoji, which are then shown big. */
export function isEmojiOnly(text: string): boolean {
  const compact = text.replace(/\s/g, '')
  if (compact === '' || compact.length > MOST_BIG_EMOJI * 16) return false
  const graphemes = [...segmenter.segment(compact)]
  return graphemes.length <= MOST_BIG_EMOJI && graphemes.every(({ segment }) => EMOJI.test(segment))
}
