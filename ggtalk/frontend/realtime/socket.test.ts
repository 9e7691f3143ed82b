import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeServer } from '../testing/fakeLine'
import { RealtimeSocket, type SocketListener } from './socket'

const server = { current: fakeServer() }
let socket: RealtimeSocket
let listener: { [Hook in keyof SocketListener]: ReturnType<typeof vi.fn<SocketListener[Hook]>> }

beforeEach(() => {
  vi.useFakeTimers()
  server.current = fakeServer()
  listener = { onHello: vi.fn(), onEvent: vi.fn(), onDropped: vi.fn(), onSignedOut: vi.fn() }
  socket = new RealtimeSocket(server.current.open, listener, () => 1)
})

afterEach(() => {
  socket.stop()
  vi.useRealTimers()
})

function connected(): ReturnType<typeof server.current.latest> {
  socket.start()
  const line = server.current.latest()
  line.hello({ u1: 3 })
  return line
}

describe('commands', () => {
  it('gives each command the reply with its number', async () => {
    const line = connected()
    const first = socket.send('message.read', { conversation: 1, seq: 1 })
    const second = socket.send('sync', { cursors: { u1: 3 } })
    line.say({ reply_to: line.sent[1]?.id, payload: { streams: { u1: 3 }, reset: [], gone: [] } })
    line.say({ reply_to: line.sent[0]?.id, payload: {} })
    await expect(second).resolves.toEqual({ streams: { u1: 3 }, reset: [], gone: [] })
    await expect(first).resolves.toEqual({})
  })

  it('throws the server’s refusal', async () => {
    const line = connected()
    const sent = socket.send('message.read', { conversation: 9, seq: 1 })
    line.refuse('not_a_member')
    await expect(sent).rejects.toMatchObject({ name: 'ApiError', code: 'not_a_member' })
  })

  it('refuses at once while there is no greeted line', async () => {
    socket.start()
    await expect(socket.send('ping', {})).rejects.toMatchObject({ name: 'NetworkError', code: 'line_dropped' })
  })

  it('rejects what was not answered when the line drops', async () => {
    const line = connected()
    const sent = socket.send('message.read', { conversation: 1, seq: 1 })
    line.drop()
    await expect(sent).rejects.toMatchObject({ code: 'line_dropped' })
  })

  it('gives up on a reply that does not come', async () => {
    connected()
    const sent = socket.send('message.read', { conversation: 1, seq: 1 }, 1_000)
    const given = expect(sent).rejects.toMatchObject({ code: 'timeout' })
    vi.advanceTimersByTime(1_000)
    await given
  })
})

describe('frames', () => {
  it('hands on hello and events, and survives what it does not understand', () => {
    const line = connected()
    line.onmessage?.(new MessageEvent('message', { data: '{' }))
    line.say([1, 2])
    line.say({ reply_to: null, error: { code: 'bad_frame', detail: '' } })
    line.say({ type: 'greeting.of.tomorrow' })
    const event = { stream: 'u1', seq: 4, type: 'me.changed', payload: {} }
    line.say(event)
    expect(listener.onHello).toHaveBeenCalledOnce()
    expect(listener.onEvent).toHaveBeenCalledExactlyOnceWith(event)
  })
})

describe('the line', () => {
  it('is sought again with growing patience', () => {
    connected().drop()
    expect(listener.onDropped).toHaveBeenCalledOnce()
    const waits: number[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      const before = Date.now()
      vi.advanceTimersToNextTimer()
      waits.push(Date.now() - before)
      server.current.latest().drop()
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('begins with short patience again once it was greeted', () => {
    connected().drop()
    vi.advanceTimersByTime(500)
    server.current.latest().hello()
    server.current.latest().drop()
    vi.advanceTimersByTime(500)
    expect(server.current.lines).toHaveLength(3)
  })

  it('is tried at once when the network is back', () => {
    connected().drop()
    socket.retryNow()
    socket.retryNow()
    expect(server.current.lines).toHaveLength(2)
  })

  it('counts as dead when hello does not come', () => {
    socket.start()
    vi.advanceTimersByTime(10_000)
    expect(listener.onDropped).toHaveBeenCalledOnce()
  })

  it('ignores what an old line still says', () => {
    const old = connected()
    const hear = old.onmessage
    old.drop()
    hear?.(new MessageEvent('message', { data: JSON.stringify({ stream: 'u1', seq: 4, type: 'me.changed', payload: {} }) }))
    expect(listener.onEvent).not.toHaveBeenCalled()
  })

  it('stays closed after stop', () => {
    connected()
    socket.stop()
    vi.advanceTimersByTime(120_000)
    expect(server.current.lines).toHaveLength(1)
  })

  it.each([
    [4401, 'expired'],
    [4403, 'elsewhere'],
  ] as const)('tells that we are signed out on close code %i', (code, because) => {
    connected().drop(code)
    vi.advanceTimersByTime(120_000)
    expect(listener.onSignedOut).toHaveBeenCalledExactlyOnceWith(because)
    expect(listener.onDropped).not.toHaveBeenCalled()
    expect(server.current.lines).toHaveLength(1)
  })
})

describe('the heartbeat', () => {
  it('pings as often as hello says and is content with a reply', async () => {
    const line = connected()
    await vi.advanceTimersByTimeAsync(25_000)
    expect(line.sent.at(-1)?.type).toBe('ping')
    line.reply({})
    await vi.advanceTimersByTimeAsync(5_000)
    expect(listener.onDropped).not.toHaveBeenCalled()
  })

  it('takes a ping without reply within 5 s for a dead line', async () => {
    connected()
    await vi.advanceTimersByTimeAsync(29_999)
    expect(listener.onDropped).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(listener.onDropped).toHaveBeenCalledOnce()
  })

  it('can be asked for now', async () => {
    const line = connected()
    socket.probe()
    expect(line.sent.at(-1)?.type).toBe('ping')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(listener.onDropped).toHaveBeenCalledOnce()
  })
})
