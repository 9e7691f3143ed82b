import { FakeLine } from '@ggtalk/testing/fakeLine'
import { vi } from 'vitest'

interface Command {
  id: number
  type: string
  payload: unknown
}

interface Sent {
  conversation: number
  client_id: string
  body: { text: string }
}

interface Stored extends Sent {
  seq: number
}

/** What becomes of one command: obeyed, or the server dies before storing it, or after storing and before answering. */
type Fate = 'obey' | 'lose' | 'store_silently'

/** The server's side of the socket as a test plays it: stores each client id once and numbers what it stores. */
export class PlayedServer {
  readonly stored: Stored[] = []
  readonly heard: Command[] = []
  fate: (command: Command) => Fate = () => 'obey'
  refusal: (sent: Sent) => string | null = () => null
  private readonly lines: PlayedLine[] = []

  constructor(private readonly user: number) {
    const takes = (line: PlayedLine) => this.lines.push(line)
    const obeys = (line: FakeLine, command: Command) => this.obey(line, command)
    class Line extends PlayedLine {
      constructor() {
        super(obeys)
        takes(this)
      }
    }
    vi.stubGlobal('WebSocket', Object.assign(Line, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }))
  }

  get line(): FakeLine {
    const line = this.lines.at(-1)
    if (!line) throw new Error('nobody has connected')
    return line
  }

  greet(streams: Record<string, number> = {}): void {
    this.line.say({ type: 'hello', payload: { user: this.user, heartbeat_seconds: 25, streams } })
  }

  texts(): string[] {
    return this.stored.map((message) => message.body.text)
  }

  private obey(line: FakeLine, command: Command): void {
    this.heard.push(command)
    const fate = this.fate(command)
    if (fate === 'lose') return
    const answer = command.type === 'message.send' ? this.take(command.payload as Sent) : { payload: answerTo(command) }
    if (fate === 'obey') queueMicrotask(() => line.say({ reply_to: command.id, ...answer }))
  }

  private take(sent: Sent): object {
    const code = this.refusal(sent)
    if (code) return { error: { code, detail: code } }
    const known = this.stored.find((message) => message.client_id === sent.client_id)
    if (known && known.body.text !== sent.body.text) return { error: { code: 'client_id_conflict', detail: '' } }
    if (known) return { payload: { id: known.seq, seq: known.seq } }
    const seq = this.stored.length + 1
    this.stored.push({ ...sent, seq })
    return { payload: { id: seq, seq } }
  }
}

class PlayedLine extends FakeLine {
  constructor(private readonly obeys: (line: FakeLine, command: Command) => void) {
    super()
  }

  override send(text: string): void {
    super.send(text)
    const command = this.sent.at(-1)
    if (command) this.obeys(this, command)
  }
}

function answerTo(command: Command): object {
  return command.type === 'sync' ? { streams: (command.payload as { cursors: object }).cursors, reset: [], gone: [] } : {}
}
