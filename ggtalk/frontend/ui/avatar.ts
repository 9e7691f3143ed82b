const GRADIENTS = 6
export const BUILTIN_AVATARS = 12

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Which of the generated gradients belongs to this id, 1–6; people who registered one after the other never share one. */
export function gradientOf(id: number): number {
  return (Math.abs(Math.trunc(id)) % GRADIENTS) + 1
}

/** The first character of a name as people see it: an emoji or a composed letter counts as one. */
export function initialOf(name: string): string {
  const first = characters.segment(name.trim())[Symbol.iterator]().next()
  return first.done ? '?' : first.value.segment.toUpperCase()
}

/** Where the picture lies; null when it is generated from id and name. `avatar`: "", "builtin:3" or a path of this site. */
export function avatarUrl(avatar: string): string | null {
  const builtin = /^builtin:(\d+)$/.exec(avatar)
  if (builtin) {
    const number = Number(builtin[1])
    return number >= 1 && number <= BUILTIN_AVATARS ? `${import.meta.env.BASE_URL}avatars/${number}.svg` : null
  }
  return /^\/(?![/\\])/.test(avatar) ? avatar : null
}
