import type { VirtualizerHandle } from 'virtua/vue'
import { computed, nextTick, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Row } from '../history/rows'
import { stepsTo } from './steps'

/** Nearer to the end than this is at the end. */
const END_PX = 48
const ROUNDING_PX = 2
/** A wheel, a finger or a key moves the list for about this long. */
const HAND_MS = 500
/** From then on the list counts as resting; the virtual list itself waits 150 ms. */
const REST_MS = 250
/** Pages are asked for when so few rows are left before the edge. */
const ROWS_AHEAD = 24

export interface ScrollSources {
  scroller: Readonly<Ref<HTMLElement | null>>
  list: Readonly<Ref<VirtualizerHandle | null>>
  rows: ComputedRef<Row[]>
  /** nothing newer lies beyond the last row */
  reachesEnd: ComputedRef<boolean>
  needOlder: () => void
  needNewer: () => void
}

/** Keeps what is on screen in its place while messages come and go at both ends, and the end in sight while it is followed. */
export class MessageScroll {
  /** what the list shows now */
  readonly shown = shallowRef<Row[]>([])
  readonly shift = ref(false)
  /** changes when the list must be built anew */
  readonly generation = ref(0)
  /** stays at the end, whatever is said; not before it was brought there, or what is unread would count as seen */
  readonly following = ref(false)
  readonly atEnd = computed(() => this.following.value && this.sources.reachesEnd.value)
  private lastTop = 0
  private lastHeight = 0
  private handUntil = 0
  private movedAt = 0
  /** the list is being brought to a row and would return to it while rows around it are measured */
  private aims = false
  private stepping: Promise<void> = Promise.resolve()

  /** Lives as long as the component that makes it. */
  constructor(private readonly sources: ScrollSources) {
    watch(sources.rows, (rows) => (this.stepping = this.stepping.then(() => this.show(rows))), { immediate: true })
  }

  /** The list was scrolled, by whomever. */
  moved(): void {
    const place = this.sources.scroller.value
    if (!place) return
    const left = place.scrollHeight - place.scrollTop - place.clientHeight
    const wentUp = place.scrollTop < this.lastTop
    if (left <= ROUNDING_PX) this.following.value = true
    else if (wentUp && this.isMeant(place, left)) this.following.value = false
    else if (left <= END_PX && !wentUp) this.following.value = true
    this.lastTop = place.scrollTop
    this.lastHeight = place.scrollHeight
    this.movedAt = performance.now()
    this.askAround(place)
  }

  /** Rows that turn out smaller or larger than expected move the place too; that must not leave the end. */
  private isMeant(place: HTMLElement, left: number): boolean {
    const isByRows = place.scrollHeight !== this.lastHeight
    return !isByRows || performance.now() < this.handUntil || left > place.clientHeight
  }

  /** Somebody uses a wheel, a finger, a key or the scroll bar on the list. */
  handled(): void {
    this.handUntil = performance.now() + HAND_MS
    // at an edge a hand moves nothing, and no scrolling asks for what lies beyond
    if (this.sources.scroller.value) this.askAround(this.sources.scroller.value)
  }

  /** The list or something in it gets another size. */
  async resized(): Promise<void> {
    await nextTick()
    if (this.following.value) this.toEnd()
    else this.followWhatFits()
  }

  toEnd(): void {
    this.following.value = true
    const place = this.sources.scroller.value
    if (!place) return
    if (this.aims) this.sources.list.value?.scrollToIndex(this.shown.value.length - 1, { align: 'end' })
    this.aims = false
    place.scrollTop = place.scrollHeight
    this.lastTop = place.scrollTop
    this.lastHeight = place.scrollHeight
    // where everything fits, no scrolling will ask for what was said while the page was on its way
    if (!this.sources.reachesEnd.value) this.sources.needNewer()
  }

  /** Resolves when everything there is shown. */
  settled(): Promise<void> {
    return this.stepping
  }

  /**
   * Resolves when nobody has scrolled for a moment. Only then may rows go at the beginning: until its next rest the virtual
   * list takes every row that it measures for one above the screen, and would move what is seen when those below come in.
   */
  async rested(): Promise<void> {
    for (let ms = this.msToRest(); ms > 0; ms = this.msToRest()) await new Promise((resolve) => setTimeout(resolve, ms))
  }

  private msToRest(): number {
    return this.movedAt + REST_MS - performance.now()
  }

  /** Whether what is on screen is among the last so many rows. */
  isAmongLast(rows: number): boolean {
    const list = this.sources.list.value
    const place = this.sources.scroller.value
    return Boolean(list && place && list.findItemIndex(place.scrollTop) > this.shown.value.length - rows)
  }

  /** Puts a row on top, or in the middle. */
  toRow(index: number, align: 'start' | 'center' = 'start'): void {
    this.following.value = false
    this.aims = true
    this.sources.list.value?.scrollToIndex(index, { align })
    this.followWhatFits()
  }

  /** What is wholly in sight is at its end, though no scrolling will ever say so. */
  private followWhatFits(): void {
    const place = this.sources.scroller.value
    if (place && this.shown.value.length > 0 && place.scrollHeight - place.clientHeight <= END_PX) this.following.value = true
  }

  private async show(next: Row[]): Promise<void> {
    const steps = stepsTo(next, this.shown.value)
    if (!steps) this.generation.value += 1
    for (const step of steps ?? [{ rows: next, shift: false }]) {
      this.shift.value = step.shift
      this.shown.value = step.rows
      await nextTick()
    }
    if (this.following.value) this.toEnd()
  }

  private askAround(place: HTMLElement): void {
    const list = this.sources.list.value
    if (!list || this.shown.value.length === 0) return
    if (list.findItemIndex(place.scrollTop) < ROWS_AHEAD) this.sources.needOlder()
    if (list.findItemIndex(place.scrollTop + place.clientHeight) > this.shown.value.length - ROWS_AHEAD) this.sources.needNewer()
  }
}
