import { afterEach, describe, expect, it } from 'vitest'
import PersonAvatar from './PersonAvatar.vue'
import { usePresence } from './stores/presence'
import { close, show } from './testing/screen'
import { bob, charlie, world } from './testing/world'

afterEach(close)

describe('a picture with presence', () => {
  it('has its mark as soon as somebody is known to be there, before the friends are here', async () => {
    const { page } = await show(PersonAvatar, { userId: charlie.id, user: charlie }, world({ friends: [] }))
    expect(page.find('[role="img"]').exists()).toBe(false)
    usePresence().changed({ user: charlie.id, presence: 'busy' })
    await page.vm.$nextTick()
    expect(page.find('[role="img"]').attributes('aria-label')).toBe('Busy')
  })

  it('calls nobody offline before that is known', async () => {
    const { page } = await show(PersonAvatar, { userId: bob.id, user: bob, greyOffline: true }, world({ presence: {} }))
    usePresence().clear()
    await page.vm.$nextTick()
    expect(page.find('[role="img"]').exists()).toBe(false)
    expect(page.find('.grey').exists()).toBe(false)
  })

  it('says of friends only that they are not there', async () => {
    const { page } = await show(PersonAvatar, { userId: bob.id, user: bob, greyOffline: true }, world({ presence: {} }))
    expect(page.find('[role="img"]').attributes('aria-label')).toBe('Offline')
    close()
    const stranger = await show(PersonAvatar, { userId: charlie.id, user: charlie, greyOffline: true })
    expect(stranger.page.find('[role="img"]').exists()).toBe(false)
  })
})
