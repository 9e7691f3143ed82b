import { useConnection } from '@ggtalk/realtime/connection'
import { ApiError } from '@ggtalk/api/errors'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { message } from '../testing/things'
import { useForwarding, type Target } from './forwarding'

interface Asked {
  conversation: number
  client_id: string
  messages: number[]
  merged: boolean
}

const asked: Asked[] = []
let refused: number | null = null

beforeEach(() => {
  setActivePinia(createPinia())
  asked.length = 0
  refused = null
  useConnection().send = ((_: string, payload: Asked) => {
    asked.push(payload)
    return payload.conversation === refused ? Promise.reject(new ApiError('not_available', 'no')) : Promise.resolve({ messages: [] })
  }) as never
})

const to = (conversation: number): Target => ({ key: `conversation ${conversation}`, conversation, friend: 0 })

describe('forwarding', () => {
  it('goes to each place, in the order of saying, and says where it did not arrive', async () => {
    const forwarding = useForwarding()
    forwarding.begin([message(3), message(4)])
    refused = 21
    expect(await forwarding.send([to(20), to(21), to(22)])).toEqual([to(21)])
    expect(asked.map(({ conversation, messages, merged }) => [conversation, messages, merged])).toEqual(
      [20, 21, 22].map((conversation) => [conversation, [1_003, 1_004], false]),
    )
    expect([...forwarding.failures.keys()]).toEqual(['conversation 21'])
    refused = null
    expect(await forwarding.send([to(21)])).toEqual([])
    expect(asked[3]?.client_id).toBe(asked[1]?.client_id)
    expect(new Set(asked.map(({ client_id }) => client_id)).size).toBe(3)
  })

  it('is something else when it is merged, and one message is never merged', async () => {
    const forwarding = useForwarding()
    forwarding.begin([message(3), message(4)])
    await forwarding.send([to(20)])
    forwarding.merged = true
    await forwarding.send([to(20)])
    expect(asked.map(({ merged }) => merged)).toEqual([false, true])
    expect(asked[0]?.client_id).not.toBe(asked[1]?.client_id)
    forwarding.begin([message(3)])
    forwarding.merged = true
    await forwarding.send([to(20)])
    expect(asked[2]?.merged).toBe(false)
  })
})
