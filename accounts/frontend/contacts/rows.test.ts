import { describe, expect, it } from 'vitest'
import { bob, charlie, friend, group } from '../testing/world'
import type { Friend } from '../types'
import { placeAfter } from './drag'
import { targetOf } from './keys'
import { contactRows, type Row, type RowsFrom } from './rows'

const groups = [group(10, { name: '', is_default: true }), group(11, { name: 'Work' })]
const dora = { ...charlie, id: 4, account: 'dora', name: '朵拉' }
const friends: Friend[] = [friend(bob), friend(charlie, { remark: 'Aunt' }), friend(dora, { friend_group: 11 })]

function rows(change: Partial<RowsFrom> = {}): Row[] {
  return contactRows({
    friends,
    groups,
    presenceOf: () => 'offline',
    nameOfGroup: (one) => (one.name === '' ? 'My friends' : one.name),
    collapsed: new Set(),
    search: '',
    locale: 'en',
    ...change,
  })
}

const told = (list: Row[]): string[] => list.map((row) => (row.kind === 'group' ? `${row.name} ${row.present}/${row.total}` : row.kind === 'friend' ? row.name : '–'))

describe('the rows of the contacts', () => {
  it('are groups in their order, each followed by its friends by name', () => {
    expect(told(rows())).toEqual(['My friends 0/2', 'Aunt', 'Bob', 'Work 0/1', '朵拉'])
  })

  it('put who is there before who is not', () => {
    expect(told(rows({ presenceOf: (id) => (id === bob.id ? 'dnd' : 'offline') }))).toEqual(['My friends 1/2', 'Bob', 'Aunt', 'Work 0/1', '朵拉'])
  })

  it('leave out folded friends and say where nobody is', () => {
    expect(told(rows({ collapsed: new Set([10]), friends: friends.slice(0, 2) }))).toEqual(['My friends 0/2', 'Work 0/0', '–'])
  })

  it('find by remark, name and account, also in folded groups', () => {
    const collapsed = new Set([10, 11])
    expect(told(rows({ collapsed, search: ' AUNT ' }))).toEqual(['My friends 0/2', 'Aunt'])
    expect(told(rows({ collapsed, search: 'char' }))).toEqual(['My friends 0/2', 'Aunt'])
    expect(told(rows({ collapsed, search: 'DORA' }))).toEqual(['Work 0/1', '朵拉'])
    expect(told(rows({ collapsed, search: '拉' }))).toEqual(['Work 0/1', '朵拉'])
    expect(rows({ search: 'nobody' })).toEqual([])
  })

  it('say where each friend stands in its group', () => {
    const [, aunt, second] = rows()
    expect(aunt).toMatchObject({ place: 1, of: 2 })
    expect(second).toMatchObject({ place: 2, of: 2 })
  })
})

describe('the keys of the tree', () => {
  it('move up, down, to the ends, into a group and back to it', () => {
    const list = rows()
    expect(targetOf('ArrowDown', 0, list)).toBe(1)
    expect(targetOf('ArrowDown', 4, list)).toBe(4)
    expect(targetOf('ArrowUp', 0, list)).toBe(0)
    expect(targetOf('End', 0, list)).toBe(4)
    expect(targetOf('Home', 4, list)).toBe(0)
    expect(targetOf('ArrowRight', 0, list)).toBe(1)
    expect(targetOf('ArrowLeft', 2, list)).toBe(0)
    expect(targetOf('ArrowRight', 2, list)).toBeNull()
    expect(targetOf('a', 2, list)).toBeNull()
  })
})

describe('a group that is dragged', () => {
  it('leaves its own place first', () => {
    expect(placeAfter(0, 2, 'after')).toBe(2)
    expect(placeAfter(0, 2, 'before')).toBe(1)
    expect(placeAfter(2, 0, 'before')).toBe(0)
    expect(placeAfter(2, 0, 'after')).toBe(1)
  })
})
