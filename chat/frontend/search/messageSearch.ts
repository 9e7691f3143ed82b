import { useConnection } from '@ggtalk/realtime/connection'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { searchMessages, type Question } from '../api'
import { useDeletions } from '../deleting/deletions'
import type { SearchHit } from '../types'

/** The server reads no more of a question. */
export const MOST_TYPED = 200
/** Nobody is asked while somebody still types. */
const TYPING_MS = 250
/** A page may come short or empty though there is more: so many in a row are asked for at once. */
const PAGES_AT_ONCE = 5

/** Messages as the server finds them, page by page. */
export class MessageSearch {
  readonly hits = shallowRef<readonly SearchHit[]>([])
  readonly busy = ref(false)
  /** why the last page did not come */
  readonly failure = shallowRef<unknown>(null)
  /** the `after` of what follows; null after the last page and while nothing was asked */
  readonly next = ref<number | null>(null)
  private turn = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly question: () => Question | null,
    private readonly size: number,
  ) {}

  /** Forgets what was found and asks anew as soon as nobody types any more. */
  restart(): void {
    this.forget()
    if (!this.question()) return
    this.busy.value = true
    this.timer = setTimeout(() => void this.fetch(), TYPING_MS)
  }

  async more(): Promise<void> {
    if (!this.busy.value) await this.fetch()
  }

  forget(): void {
    this.turn += 1
    clearTimeout(this.timer)
    this.hits.value = []
    this.next.value = null
    this.failure.value = null
    this.busy.value = false
  }

  /** These were deleted by who looks for them. */
  drop(ids: readonly number[]): void {
    this.hits.value = this.hits.value.filter((hit) => !ids.includes(hit.message.id))
  }

  private async fetch(): Promise<void> {
    const asked = this.question()
    if (!asked) return
    const turn = ++this.turn
    const wanted = this.hits.value.length + this.size
    this.busy.value = true
    this.failure.value = null
    try {
      for (let page = 0; page < PAGES_AT_ONCE && this.hits.value.length < wanted; page += 1) {
        const answer = await searchMessages(asked, this.size, this.next.value)
        if (turn !== this.turn) return
        this.hits.value = [...this.hits.value, ...answer.hits.filter((hit) => !useDeletions().has(hit.message.id))]
        this.next.value = answer.next
        if (answer.next === null) break
      }
    } catch (error) {
      if (turn === this.turn) this.failure.value = error
    }
    if (turn === this.turn) this.busy.value = false
  }
}

/** Finds messages while the question changes. `question` is null while nothing is looked for. */
export function useMessageSearch(question: () => Question | null, size: number): MessageSearch {
  const search = new MessageSearch(question, size)
  watch(() => JSON.stringify(question()), () => search.restart(), { immediate: true })
  watch(() => useConnection().state, (state) => {
    if (state === 'live' && search.failure.value) void search.more()
  })
  watch(() => useDeletions().latest, (ids) => search.drop(ids))
  onScopeDispose(() => search.forget())
  return search
}
