/** A WebSocket under a test's control: the browser's side of the wire, with the server played by the test. */
export class FakeLine {
  readyState: number = WebSocket.CONNECTING
  readonly sent: { id: number; type: string; payload: unknown }[] = []
  onmessage: ((message: MessageEvent<unknown>) => void) | null = null
  onclose: ((close: CloseEvent) => void) | null = null

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeLine['sent'][number])
  }

  close(): void {
    this.readyState = WebSocket.CLOSED
  }

  /** the server speaks */
  say(frame: unknown): void {
    this.readyState = WebSocket.OPEN
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  hello(streams: Record<string, number> = {}): void {
    const own = Object.keys(streams).find((name) => name.startsWith('u'))
    this.say({ type: 'hello', payload: { user: Number(own?.slice(1) ?? 1), heartbeat_seconds: 25, streams } })
  }

  /** answers the latest command */
  reply(payload: unknown): void {
    this.say({ reply_to: this.sent.at(-1)?.id, payload })
  }

  refuse(code: string): void {
    this.say({ reply_to: this.sent.at(-1)?.id, error: { code, detail: code } })
  }

  /** the server or the network ends it */
  drop(code = 1006): void {
    this.readyState = WebSocket.CLOSED
    this.onclose?.(new CloseEvent('close', { code }))
  }
}

/** A place for lines to be opened at, keeping each one. */
export function fakeServer(): { lines: FakeLine[]; open: () => WebSocket; latest: () => FakeLine } {
  const lines: FakeLine[] = []
  return {
    lines,
    open: () => {
      const line = new FakeLine()
      lines.push(line)
      return line as unknown as WebSocket
    },
    latest: () => {
      const line = lines.at(-1)
      if (!line) throw new Error('no line was opened')
      return line
    },
  }
}
