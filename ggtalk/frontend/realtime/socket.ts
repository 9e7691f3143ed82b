import { ApiError, NetworkError } from '../api/errors'
import { backoffMs } from './backoff'
import { frameOf } from './frames'
import { PendingCommands } from './pending'
import type { CommandName, CommandPayload, CommandReply, EventFrame, Hello } from './types'

const HEARTBEAT_REPLY_MS = 5_000
const HELLO_TIMEOUT_MS = 10_000
const COMMAND_TIMEOUT_MS = 15_000
const CLOSE_NOT_SIGNED_IN = 4401
const CLOSE_SIGNED_OUT_ELSEWHERE = 4403

export type SignedOutBecause = 'expired' | 'elsewhere'

export interface SocketListener {
  onHello: (hello: Hello) => void
  onEvent: (frame: EventFrame) => void
  /** the line is gone; a new one is being sought */
  onDropped: () => void
  /** the server no longer knows who we are; no new line is sought */
  onSignedOut: (because: SignedOutBecause) => void
}

/**
 * One line to the server that comes back by itself: hello, heartbeat, commands with replies, reconnecting with backoff.
 * Knows nothing of streams or screens.
 */
export class RealtimeSocket {
  private line: WebSocket | null = null
  private greeted = false
  private wanted = false
  private attempt = 0
  private retryTimer: ReturnType<typeof setTimeout> | undefined
  private helloTimer: ReturnType<typeof setTimeout> | undefined
  private heartbeatTimer: ReturnType<typeof setInterval> | undefined
  private readonly pending = new PendingCommands()

  constructor(
    private readonly open: () => WebSocket,
    private readonly listener: SocketListener,
    private readonly random: () => number = Math.random,
  ) {}

  /** Connects now and stays connected until `stop`. */
  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.attempt = 0
    this.connect()
  }

  stop(): void {
    this.wanted = false
    clearTimeout(this.retryTimer)
    this.retryTimer = undefined
    this.abandon()
  }

  /** Tries at once instead of waiting out the backoff: the network came back, or the window is looked at again. */
  retryNow(): void {
    if (!this.wanted || this.line) return
    clearTimeout(this.retryTimer)
    this.attempt = 0
    this.connect()
  }

  /** Finds out now whether the line still lives, instead of at the next heartbeat. */
  probe(): void {
    if (this.greeted) this.heartbeat()
    else this.retryNow()
  }

  /**
   * Sends a command and awaits its reply.
   * Throws ApiError when it is refused; NetworkError `line_dropped` or `timeout` when it is not known what became of it.
   */
  send<Name extends CommandName>(
    type: Name,
    payload: CommandPayload<Name>,
    timeoutMs = COMMAND_TIMEOUT_MS,
  ): Promise<CommandReply<Name>> {
    const line = this.line
    if (!line || !this.greeted || line.readyState !== WebSocket.OPEN) return Promise.reject(new NetworkError('line_dropped'))
    const { id, reply } = this.pending.add(timeoutMs)
    line.send(JSON.stringify({ id, type, payload }))
    return reply as Promise<CommandReply<Name>>
  }

  private connect(): void {
    this.retryTimer = undefined
    const line = this.open()
    this.line = line
    this.greeted = false
    this.helloTimer = setTimeout(() => this.dropped(line), HELLO_TIMEOUT_MS)
    line.onmessage = (message: MessageEvent<unknown>) => this.receive(line, message.data)
    line.onclose = (close) => this.closed(line, close.code)
  }

  private receive(line: WebSocket, data: unknown): void {
    if (line !== this.line) return
    const frame = frameOf(data)
    if (frame.kind === 'event') this.listener.onEvent(frame.event)
    else if (frame.kind === 'reply') this.pending.settle(frame.reply)
    else if (frame.kind === 'hello') this.greet(frame.hello)
  }

  private greet(hello: Hello): void {
    clearTimeout(this.helloTimer)
    this.greeted = true
    this.attempt = 0
    clearInterval(this.heartbeatTimer)
    this.heartbeatTimer = setInterval(() => this.heartbeat(), hello.heartbeat_seconds * 1_000)
    this.listener.onHello(hello)
  }

  private heartbeat(): void {
    const line = this.line
    if (!line) return
    this.send('ping', {}, HEARTBEAT_REPLY_MS).catch((failure: unknown) => {
      if (!(failure instanceof ApiError)) this.dropped(line)
    })
  }

  private closed(line: WebSocket, code: number): void {
    if (line !== this.line) return
    if (code === CLOSE_NOT_SIGNED_IN || code === CLOSE_SIGNED_OUT_ELSEWHERE) {
      this.stop()
      this.listener.onSignedOut(code === CLOSE_NOT_SIGNED_IN ? 'expired' : 'elsewhere')
    } else this.dropped(line)
  }

  private dropped(line: WebSocket): void {
    if (line !== this.line) return
    this.abandon()
    this.listener.onDropped()
    if (!this.wanted) return
    const waitMs = backoffMs(this.attempt, this.random())
    this.attempt += 1
    this.retryTimer = setTimeout(() => this.connect(), waitMs)
  }

  /** Lets go of the line without waiting for the other side, which may never answer. */
  private abandon(): void {
    const line = this.line
    this.line = null
    this.greeted = false
    clearTimeout(this.helloTimer)
    clearInterval(this.heartbeatTimer)
    this.pending.dropAll()
    if (!line) return
    line.onmessage = null
    line.onclose = null
    line.close()
  }
}
