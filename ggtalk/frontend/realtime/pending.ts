import { ApiError, NetworkError } from '../api/errors'
import type { ReplyFrame, Schemas } from './types'

interface Waiting {
  resolve: (payload: unknown) => void
  reject: (failure: ApiError | NetworkError) => void
  timer: ReturnType<typeof setTimeout>
}

/** Commands that were sent and not yet answered, by id. */
export class PendingCommands {
  private lastId = 0
  private readonly waiting = new Map<number, Waiting>()

  add(timeoutMs: number): { id: number; reply: Promise<unknown> } {
    this.lastId += 1
    const id = this.lastId
    const reply = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id)
        reject(new NetworkError('timeout'))
      }, timeoutMs)
      this.waiting.set(id, { resolve, reject, timer })
    })
    return { id, reply }
  }

  /** Hands a reply to the one who waits for it; a reply nobody waits for is ignored. */
  settle(frame: ReplyFrame): void {
    const command = frame.reply_to === null ? undefined : this.waiting.get(frame.reply_to)
    if (!command || frame.reply_to === null) return
    this.waiting.delete(frame.reply_to)
    clearTimeout(command.timer)
    if (frame.error) command.reject(refusal(frame.error))
    else command.resolve(frame.payload)
  }

  /** The line is gone: nobody will be answered. */
  dropAll(): void {
    const commands = [...this.waiting.values()]
    this.waiting.clear()
    for (const command of commands) {
      clearTimeout(command.timer)
      command.reject(new NetworkError('line_dropped'))
    }
  }
}

function refusal({ code, detail, fields, retry_after_seconds }: Schemas['ErrorData']): ApiError {
  return new ApiError(code, detail, fields ?? {}, retry_after_seconds ?? null)
}
