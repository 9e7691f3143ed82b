import { computed, nextTick, ref, watch, type ComputedRef, type Ref } from 'vue'
import { insertText } from '../composer/insert'
import { cleanText } from '../text/characters'
import type { Message } from '../types'
import { useChosen } from './chosen'
import { foundMentions, queryAt, type Nameable, type Query } from './find'
import { mentionsOf, type Mention } from './mentions'
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
  /** what a text adds to a body on its way; `edited`: the message it is another wording of */
  fieldsFor: (text: string, edited?: Message) => { mentions?: Mention[] }
}

/** Meaning people by name in a field: a list opens behind an @. */
export function useMentioning(area: Readonly<Ref<HTMLTextAreaElement | null>>, text: Ref<string>, conversation: () => number): Mentioning {
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
    const field = area.value
    const here = field && document.activeElement === field && field.selectionStart === field.selectionEnd
    const found = here ? queryAt(field.value, field.selectionEnd) : null
    if (found?.at !== closedAt) closedAt = -1
    if (found?.at !== query.value?.at || found?.typed !== query.value?.typed) at.value = 0
    query.value = closedAt < 0 ? found : null
  }

  function close(): void {
    closedAt = query.value?.at ?? -1
    query.value = null
  }

  function choose(one: Mentionable): void {
    const field = area.value
    if (!field || !query.value) return
    field.setSelectionRange(query.value.at, field.selectionEnd)
    query.value = null
    insertText(field, `@${one.name} `)
    if (one.user !== null) useChosen().add(conversation(), one.user)
  }

  watch(text, () => nextTick(look))
  const press = (event: KeyboardEvent) => open.value && pressed(event, { shown, at, choose, close })
  const fieldsFor = (said: string, edited?: Message) => mentionFields(said, conversation(), edited)
  return { open, shown, at, look, close, choose, press, fieldsFor }
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

function mentionFields(said: string, conversation: number, edited?: Message): { mentions?: Mention[] } {
  if (!said.includes('@')) return {}
  const before = edited ? namedIn(edited) : []
  const members = namedPublicly(mentionableIn(conversation) ?? [])
  const gone = before.filter(({ user }) => !members.some((one) => one.user === user))
  const chosen = [...before.flatMap(({ user }) => user ?? []), ...useChosen().of(conversation)]
  const mentions = foundMentions(cleanText(said), [...members, ...gone], chosen)
  return mentions.length > 0 ? { mentions } : {}
}

/** Whom a message mentions, by what it calls them: they may have left, or be called otherwise by now. */
function namedIn(message: Message): Nameable[] {
  const characters = Array.from((message.body as { text?: string }).text ?? '')
  return mentionsOf(message.body).map(({ user, start, length }) => ({
    user: user ?? null,
    names: [characters.slice(start + 1, start + length).join('')],
  }))
}
