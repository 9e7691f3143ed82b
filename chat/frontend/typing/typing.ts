import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useChatSettings } from '../settings/settings'

const SHOWN_MS = 10_000

/** Who is writing where, until they have written, or for ten seconds. */
export const useTyping = defineStore('chat/typing', () => {
  const settings = useChatSettings()
  const typing = shallowReactive(new Map<number, readonly number[]>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** Ids of those who are writing, who began first first. */
  function of(conversation: number): readonly number[] {
    return typing.get(conversation) ?? []
  }

  function started({ conversation, user }: EventPayload<'typing.started'>): void {
    if (user === useSession().userId || !settings.value.shows_typing) return
    stopped(conversation, user)
    typing.set(conversation, [...of(conversation), user])
    timers.set(`${conversation} ${user}`, setTimeout(() => stopped(conversation, user), SHOWN_MS))
  }

  function said({ message }: EventPayload<'message.sent'>): void {
    stopped(message.conversation, message.sender)
  }

  function clear(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    typing.clear()
  }

  function stopped(conversation: number, user: number): void {
    const key = `${conversation} ${user}`
    clearTimeout(timers.get(key))
    if (!timers.delete(key)) return
    const others = of(conversation).filter((other) => other !== user)
    if (others.length > 0) typing.set(conversation, others)
    else typing.delete(conversation)
  }

  return { of, started, said, clear }
})
