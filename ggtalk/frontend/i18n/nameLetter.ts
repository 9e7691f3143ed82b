/** The first Han of each pinyin initial, in the order of pinyin; no syllable begins with I, U or V. */
const FIRST_HAN = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀'
const INITIALS = 'ABCDEFGHJKLMNOPQRSTWXYZ'
const HAN = /^\p{Script=Han}/u
const MARKS = /\p{M}/gu

const { compare } = new Intl.Collator('zh-Hans-u-co-pinyin')

/** The letter under which a name is looked for: A to Z, Han by pinyin; # for all others. */
export function letterOf(name: string): string {
  const [first = ''] = name
  if (HAN.test(first)) return initialOf(first)
  const letter = first.normalize('NFD').replace(MARKS, '').toUpperCase()
  return /^[A-Z]$/.test(letter) ? letter : '#'
}

function initialOf(han: string): string {
  let found = '#'
  for (const [place, boundary] of Array.from(FIRST_HAN).entries()) {
    if (compare(han, boundary) < 0) break
    found = INITIALS.charAt(place)
  }
  return found
}
