import { ApiError, isRefusedForGood } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { defineTable } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { changeOwnState } from '../api'
import { NOTHING, heldIn, isSame, sentObjects, withFiles, withoutLocals, type Written } from '../composer/written'
import { useConversations } from '../conversations/conversations'
import { inWords, localsIn } from '../inline/inline'
import { usePictures } from '../pictures/pictures'
import { cleanText, reasonAgainst } from '../text/characters'

/** What was written here and the server does not know yet. */
export interface DraftRow extends Partial<Written> {
  conversation: number
  text: string
}

export const draftTable = defineTable<DraftRow>('chat.drafts', 'conversation')

/** Typing rests this long before the server is told. */
const SAVE_AFTER_MS = 2_000

/**
 * What somebody has begun to write, by conversation. Each change is kept in the browser at once and on the server a little
 * later; until the server knows it, what was typed here counts.
 */
export const useDrafts = defineStore('chat/drafts', () => {
  const unsaved = shallowReactive(new Map<number, Written>())
  /** what is typed here and kept nowhere else, in conversations where it is to burn */
  const here = shallowReactive(new Map<number, Written>())
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  /** pictures that the server does not take */
  const refused = new Set<string>()
  const connection = useConnection()
  const pictures = usePictures()

  async function open(): Promise<void> {
    clear()
    for (const { conversation, ...written } of await draftTable.all()) unsaved.set(conversation, { ...NOTHING, ...written })
  }

  function clear(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    unsaved.clear()
    here.clear()
  }

  function of(conversation: number): Written {
    return here.get(conversation) ?? unsaved.get(conversation) ?? onServer(conversation)
  }

  /** The same in words. */
  function textOf(conversation: number): string {
    const { text, inline } = of(conversation)
    return inWords(text, inline)
  }

  function edit(conversation: number, written: Written): void {
    if (here.has(conversation)) here.set(conversation, written)
    else keep(conversation, written)
  }

  /** From now on what is typed there stays in this window (`isHere`), and what was kept of it is taken away; or no longer. */
  function keepHere(conversation: number, isHere: boolean): void {
    const written = of(conversation)
    if (isHere) here.set(conversation, written)
    else here.delete(conversation)
    keep(conversation, isHere ? NOTHING : written)
    void save(conversation)
  }

  function keep(conversation: number, written: Written): void {
    unsaved.set(conversation, written)
    const { text, mentions, inline } = written
    void draftTable.put({ conversation, text, ...(mentions.length > 0 && { mentions: [...mentions] }), ...(inline.length > 0 && { inline: [...inline] }) })
    clearTimeout(timers.get(conversation))
    timers.set(conversation, setTimeout(() => void save(conversation), SAVE_AFTER_MS))
  }

  /** Tells the server now what it does not know: the person turns to something else, or the line is back. */
  async function save(conversation: number): Promise<void> {
    clearTimeout(timers.get(conversation))
    timers.delete(conversation)
    const written = unsaved.get(conversation)
    if (written === undefined || connection.state !== 'live') return
    await uploadPictures(written)
    const now = unsaved.get(conversation)
    if (now === undefined || settle(conversation) || reasonAgainst(now.text) === 'too_long') return
    const { text, mentions, inline } = told(now)
    const places = { ...(mentions.length > 0 && { mentions: [...mentions] }), ...(inline.length > 0 && { inline: sentObjects(inline) }) }
    try {
      await changeOwnState(conversation, { draft: text, ...(Object.keys(places).length > 0 && { draft_places: places }) })
      settle(conversation)
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'not_found') drop(conversation)
    }
  }

  /** What can't be uploaded stays in the browser, and the draft is told without it; what the server refuses for good is not tried again. */
  async function uploadPictures({ inline }: Written): Promise<void> {
    for (const picture of localsIn(inline).filter((one) => !refused.has(one))) {
      try {
        await pictures.upload([picture])
      } catch (failure) {
        if (isRefusedForGood(failure)) refused.add(picture)
      }
    }
  }

  function saveAll(): void {
    for (const conversation of [...unsaved.keys()]) if (!timers.has(conversation)) void save(conversation)
  }

  /** Lets go of what the server knows. */
  function settle(conversation: number): boolean {
    const written = unsaved.get(conversation)
    if (written === undefined || !isSame(filed(written), onServer(conversation))) return false
    drop(conversation)
    return true
  }

  function drop(conversation: number): void {
    unsaved.delete(conversation)
    void draftTable.delete(conversation)
  }

  function onServer(conversation: number): Written {
    const own = useConversations().conversations.get(conversation)?.own
    if (!own) return NOTHING
    const { mentions = [], inline = [] } = own.draft_places ?? {}
    return { text: own.draft, mentions, inline: heldIn(inline) }
  }

  /** A draft as the server would have it. */
  function filed(written: Written): Written {
    return withFiles({ ...written, text: cleanText(written.text) }, (picture) => pictures.of([picture])[0]?.file ?? null)
  }

  function told(written: Written): Written {
    return withoutLocals(filed(written))
  }

  /** The pictures here that stand in drafts. */
  function held(): string[] {
    return [...unsaved.values()].flatMap(({ inline }) => localsIn(inline))
  }

  return { open, clear, of, textOf, edit, keepHere, save, saveAll, settle, held }
})
