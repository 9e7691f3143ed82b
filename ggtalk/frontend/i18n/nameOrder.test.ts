import { describe, expect, it } from 'vitest'
import { nameOrder } from './nameOrder'

const names = ['周远', 'Maya', '陈一诺', 'zoe', '林小满', 'Éric', '阿宝', 'Team 10', 'Team 9', '🌱 Garden', 'Alice 张', 'Alice 李']

describe('the order of names', () => {
  it('has Han by pinyin behind Latin in English', () => {
    expect([...names].sort(nameOrder('en'))).toEqual([
      '🌱 Garden', 'Alice 李', 'Alice 张', 'Éric', 'Maya', 'Team 9', 'Team 10', 'zoe', '阿宝', '陈一诺', '林小满', '周远',
    ])
  })

  it('has Han by pinyin before Latin in Chinese', () => {
    expect([...names].sort(nameOrder('zh-CN'))).toEqual([
      '🌱 Garden', '阿宝', '陈一诺', '林小满', '周远', 'Alice 李', 'Alice 张', 'Éric', 'Maya', 'Team 9', 'Team 10', 'zoe',
    ])
  })
})
