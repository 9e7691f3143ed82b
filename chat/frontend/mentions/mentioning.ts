import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Written } from '../composer/written'
import { characterCount } from '../text/characters'
import { foundMentions, queryAt, type Query } from './find'
import { MOST_MENTIONS, type Mention } from './mentions'
import { matching, mentionableIn, namedPublicly, type Mentionable } from './people'

export interface Mentioning {
  /** a list of people stands open */
  open: ComputedRef<boolean>
  /** those who match what is typed; null while the members are not here */
  shown: ComputedRef<readonly Mentionable[] | null>
  /** index of the one that Enter chooses */
  at: Ref<number>
  /** the caret may stand elsewhere */
  look: () => void
  close: () => void
  choose: (one: Mentionable) => void
  /** takes the keys that the open list needs; tells whether it did */
  press: (event: KeyboardEvent) => boolean
}

/** The field in which people are meant. */
export interface NamingField {
  /** its text up to the caret, where it stands there */
  beforeCaret: () => string | null
  replace: (from: number, to: number, written: Written) => unknown
}

/** Meaning people by name in a field: a list opens behind an @. */
export function useMentioning(field: Readonly<Ref<NamingField | null>>, conversation: () => number): Mentioning {
  const query = ref<Query | null>(null)
  const at = ref(0)
  const shown = computed(() => {
    if (!query.value) return []
    const people = mentionableIn(conversation())
    return people && matching(people, query.value.typed)
  })
  const open = computed(() => query.value !== null && shown.value?.length !== 0)
  /** index of the @ whose list was closed by hand */
  let closedAt = -1

  function look(): void {
    const text = field.value?.beforeCaret() ?? null
    const found = text === null ? null : queryAt(text, text.length)
    if (found?.at !== closedAt) closedAt = -1
    if (found?.at !== query.value?.at || found?.typed !== query.value?.typed) at.value = 0
    query.value = closedAt < 0 ? found : null
  }

  function close(): void {
    closedAt = query.value?.at ?? -1
    query.value = null
  }

  function choose(one: Mentionable): void {
    const meant = query.value
    if (!field.value || !meant) return
    query.value = null
    field.value.replace(meant.at, meant.at + 1 + meant.typed.length, mentionOf(one))
  }

  const press = (event: KeyboardEvent) => open.value && pressed(event, { shown, at, choose, close })
  return { open, shown, at, look, close, choose, press }
}

/** Somebody who is meant, with room behind. */
function mentionOf({ user, name }: Mentionable): Written {
  const range = { start: 0, length: characterCount(name) + 1 }
  return { text: `@${name} `, mentions: [user === null ? { ...range, all: true } : { ...range, user }], inline: [] }
}

function pressed(event: KeyboardEvent, { shown, at, choose, close }: Pick<Mentioning, 'shown' | 'at' | 'choose' | 'close'>): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the last key of an input method has no other sign
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false
  const count = shown.value?.length ?? 0
  const one = shown.value?.[at.value]
  if (event.key === 'Escape') close()
  else if (event.key === 'ArrowDown' && count > 0) at.value = (at.value + 1) % count
  else if (event.key === 'ArrowUp' && count > 0) at.value = (at.value + count - 1) % count
  else if ((event.key === 'Enter' || event.key === 'Tab') && one) choose(one)
  else return false
  event.preventDefault()
  event.stopPropagation()
  return true
}

/** Who is meant in something written: whom somebody chose from the list, and every other `@Name` that only one member has. */
export function mentionsIn({ text, mentions }: Written, conversation: number): Mention[] {
  if (!text.includes('@')) return []
  const found = foundMentions(text, namedPublicly(mentionableIn(conversation) ?? []))
  const apart = found.filter((one) => !mentions.some((other) => one.start < other.start + other.length && other.start < one.start + one.length))
  return [...mentions, ...apart].sort((one, other) => one.start - other.start).slice(0, MOST_MENTIONS)
}
