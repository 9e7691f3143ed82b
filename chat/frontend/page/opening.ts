import { useConnection } from '@ggtalk/realtime/connection'
import { nextTick, onMounted, onUnmounted, ref, watch } from 'vue'
import { PAGE_SIZE } from '../api'
import { useConversations } from '../conversations/conversations'
import { KEPT_MESSAGES, useMessages } from '../history/messages'
import { lastSeq } from '../history/window'
import type { Conversation } from '../types'
import type { MessageScroll } from './scrolling'

/** Loads what an open conversation shows: on opening, at both ends, and again after a failure. */
export class MessageLoading {
  private readonly messages = useMessages()
  private readonly id: number
  /** resolves when the conversation is shown, or could not be */
  readonly opened: Promise<void>
  /** number up to which the screen is cleared: in this window, until it is asked for; null while all is shown */
  readonly clearedUntil = ref<number | null>(null)

  /** Lives as long as the component that makes it. `scroll` is asked for late: it needs this one itself. */
  constructor(
    private readonly conversation: Conversation,
    private readonly scroll: () => MessageScroll,
    /** number of the message to be shown first; null for where one left off */
    private readonly place: () => number | null,
  ) {
    this.id = conversation.id
    const connection = useConnection()
    this.opened = new Promise((resolve) => {
      onMounted(() => void this.open().then(resolve))
    })
    onUnmounted(() => this.messages.leave(this.id))
    watch(
      () => connection.state,
      (state) => {
        if (state === 'live' && this.failed) void this.again()
      },
    )
  }

  get failed(): boolean {
    return this.messages.of(this.id).failure !== null
  }

  /** Tries once more what failed. */
  async again(): Promise<void> {
    const { window, isCopy } = this.messages.of(this.id)
    if (!window || isCopy) await this.open()
    else await Promise.all([this.messages.older(this.id), this.messages.newer(this.id)])
  }

  async older(): Promise<void> {
    if (this.failed || this.clearedUntil.value !== null) return
    await this.messages.older(this.id)
    await this.scroll().settled()
    if (!this.scroll().following.value) this.messages.cutNewest(this.id)
  }

  async newer(): Promise<void> {
    if (this.failed) return
    await this.messages.newer(this.id)
    await this.scroll().settled()
    await this.scroll().rested()
    if (this.scroll().isAmongLast(KEPT_MESSAGES / 2)) this.messages.cutOldest(this.id)
  }

  /** The end was followed for long: what lies far back is let go. */
  tidy(): void {
    const length = this.messages.of(this.id).window?.messages.length ?? 0
    if (length > KEPT_MESSAGES + PAGE_SIZE) this.messages.cutOldest(this.id)
  }

  async toStart(): Promise<void> {
    this.scroll().following.value = false
    await this.showCleared()
    if (this.messages.of(this.id).window?.hasOlder) await this.messages.openStart(this.id)
    await this.scroll().settled()
    this.scroll().toRow(0)
  }

  /** Shows the message with this number in the middle, loaded first where it is far away; its row's key. */
  async toMessage(seq: number): Promise<string | null> {
    this.scroll().following.value = false
    if (seq <= (this.clearedUntil.value ?? 0)) await this.showCleared()
    const isHeld = this.messages.of(this.id).window?.messages.some((message) => message.seq === seq)
    if (!isHeld) await this.messages.openAround(this.id, seq)
    await this.scroll().settled()
    const index = this.scroll().shown.value.findIndex((row) => 'message' in row && row.message?.seq === seq)
    if (index < 0) return null
    this.scroll().toRow(index, 'center')
    return this.scroll().shown.value[index]?.key ?? null
  }

  async toEnd(): Promise<void> {
    if (this.messages.of(this.id).window?.hasNewer) await this.messages.openEnd(this.id)
    await this.scroll().settled()
    this.scroll().toEnd()
  }

  /** Takes everything said until now off the screen. */
  async clear(): Promise<void> {
    const head = useConversations().conversations.get(this.id)?.head ?? 0
    this.clearedUntil.value = Math.max(head, lastSeq(this.messages.of(this.id).window?.messages ?? []))
    await this.toEnd()
  }

  /** Puts back what was taken off the screen. */
  async showCleared(): Promise<void> {
    if (this.clearedUntil.value === null) return
    this.clearedUntil.value = null
    await nextTick()
    await this.scroll().settled()
  }

  /** Shows the first unread message where there is one, else the end. Where everything is unread, that is the first of all. */
  private async open(): Promise<void> {
    const place = this.place()
    if (place !== null) {
      await this.messages.open(this.id, place)
      await this.toMessage(place)
      return
    }
    const { own } = this.conversation
    const isFarBack = own.unread > PAGE_SIZE / 2
    await this.messages.open(this.id, isFarBack ? own.read_seq : null)
    const scroll = this.scroll()
    await scroll.settled()
    const firstUnread = scroll.shown.value.findIndex((row) => row.isFirstUnread)
    if (firstUnread >= 0) scroll.toRow(firstUnread)
    else if (isFarBack || (own.unread > 0 && own.unread >= scroll.shown.value.length)) scroll.toRow(0)
    else scroll.toEnd()
  }
}
