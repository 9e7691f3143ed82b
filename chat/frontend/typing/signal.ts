import { useConnection } from '@ggtalk/realtime/connection'

const AT_MOST_EVERY_MS = 5_000

/** Tells the others in a conversation that I am writing, at most every five seconds. Nothing depends on it. */
export function typingSignal(conversation: () => number): { typed: () => void; rested: () => void } {
  const connection = useConnection()
  let next = 0

  function typed(): void {
    if (performance.now() < next || connection.state !== 'live') return
    next = performance.now() + AT_MOST_EVERY_MS
    connection.send('typing.start', { conversation: conversation() }).catch(() => undefined)
  }

  /** What was written is sent: the next letter is told at once. */
  function rested(): void {
    next = 0
  }

  return { typed, rested }
}
