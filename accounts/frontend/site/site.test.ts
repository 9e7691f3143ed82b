import { useConnection } from '@ggtalk/realtime/connection'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useSite } from '../stores/site'

beforeEach(() => setActivePinia(createPinia()))

it('says that Redis is away until it is back', () => {
  const site = useSite()
  site.changed({ redis_away: true })
  expect(site.redisAway).toBe(true)
  site.changed({ redis_away: false })
  expect(site.redisAway).toBe(false)
})

it('says nothing on another line until it is told again', () => {
  const site = useSite()
  site.changed({ redis_away: true })
  useConnection().state = 'connecting'
  expect(site.redisAway).toBe(false)
})
