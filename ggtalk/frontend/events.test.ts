import accounts from '@accounts'
import chat from '@chat'
import groups from '@groups'
import notifications from '@notifications'
import { describe, expect, it } from 'vitest'
import schema from './api/schema.d.ts?raw'

/** What is said when nobody hears it any more. */
const HEARD_BY_NOBODY = ['conversation.closed']

/** The names in one of the schema's maps of events. */
function namesIn(map: string): string[] {
  const [, lines = ''] = new RegExp(`^ +${map}: \\{\\n([^}]*)\\}`, 'm').exec(schema) ?? []
  return [...lines.matchAll(/"([^"]+)":/g)].map(([, name = '']) => name)
}

describe('the events of the server', () => {
  it('are all heard by the app whose screens they move', () => {
    const heard = new Set([accounts, chat, groups, notifications].flatMap((module) => Object.keys(module.events ?? {})))
    const said = [...namesIn('EventMap'), ...namesIn('TransientEventMap')]
    expect(said.length).toBeGreaterThan(40)
    expect(said.filter((name) => !heard.has(name))).toEqual(HEARD_BY_NOBODY)
  })
})
