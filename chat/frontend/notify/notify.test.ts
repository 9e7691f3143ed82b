import { describe, expect, it } from 'vitest'
import { conversation, ownState } from '../testing/things'
import { asksForAttention, waitingIn, waitsQuietly, type Notify } from './notify'

const of = (notify: Notify, mentions: number[], what = {}) =>
  conversation({ kind: 'group', peer: null, mentions, own: ownState({ notify, unread: 5, ...what }) })

describe('of what somebody is told', () => {
  it.each([
    ['all', [], 5, false],
    ['all', [3], 5, false],
    ['mentions', [], 0, true],
    ['mentions', [3], 1, false],
    ['nothing', [], 0, true],
    ['nothing', [3], 0, true],
  ] as const)('%s, with mentions %j: the rail counts %i', (notify, mentions, count, quiet) => {
    expect(waitingIn(of(notify, [...mentions]))).toBe(count)
    expect(waitsQuietly(of(notify, [...mentions]))).toBe(quiet)
    expect(asksForAttention({ notify }, mentions.length > 0)).toBe(!quiet)
  })

  it('counts one that was marked unread, and nothing that was taken off the list', () => {
    expect(waitingIn(of('all', [], { unread: 0, marked_unread: true }))).toBe(1)
    expect(waitingIn(of('all', [3], { hidden: true }))).toBe(0)
    expect(waitingIn(of('mentions', [3], { hidden: true }))).toBe(0)
  })
})
