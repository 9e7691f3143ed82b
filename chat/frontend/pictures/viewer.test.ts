import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useConversations } from '../conversations/conversations'
import { useMessages } from '../history/messages'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, message } from '../testing/things'
import { imagesOf, type Message } from '../types'
import { useViewer } from './viewer'

const ID = 12
const PICTURES_AT = [1, 200, 400]

function withPicture(seq: number): Message {
  const image = { id: seq, width: 60, height: 40, colour: '#000000', animated: false, media_type: 'image/png', size: 100 }
  return message(seq, { body: { text: '', images: [image] } as unknown as Message['body'] })
}

beforeEach(async () => {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  const rest: PlayedRest = new PlayedRest(() => conversation({ last_message: message(400), head: 400 }))
  rest.messages = Array.from({ length: 400 }, (_, n) => (PICTURES_AT.includes(n + 1) ? withPicture(n + 1) : message(n + 1)))
  await useConversations().load({ kind: 'start' })
})

afterEach(() => {
  useMessages().clear()
  vi.unstubAllGlobals()
})

describe('the viewer far back in a conversation', () => {
  it.each([['older', 1], ['newer', 400]] as const)('loads until there is one that is %s, and ends there', async (way, at) => {
    const viewer = useViewer()
    await useMessages().openAround(ID, 200)
    viewer.show(ID, 200)
    expect([viewer.hasOlder, viewer.hasNewer]).toEqual([true, true])
    await viewer[way]()
    expect(viewer.current?.id).toBe(at)
    expect(way === 'older' ? viewer.hasOlder : viewer.hasNewer).toBe(false)
  })

  it('stays between the pictures it was given', async () => {
    const viewer = useViewer()
    await useMessages().openAround(ID, 200)
    viewer.show(ID, 200, [200].flatMap((seq) => imagesOf(withPicture(seq))))
    expect([viewer.hasOlder, viewer.hasNewer]).toEqual([false, false])
    await viewer.newer()
    expect(viewer.current?.id).toBe(200)
  })
})
