import { describe, expect, it } from 'vitest'
import { letterOf } from './nameLetter'

const letters: [letter: string, names: string[]][] = [
  ['A', ['Alice', 'ärger', '阿宝', '安然']],
  ['C', ['çelik', '陈一诺', '曹操']],
  ['E', ['Éric', '鄂伦']],
  ['L', ['林小满', '李四', '吕布']],
  ['M', ['马超', '孟子', 'Maya']],
  ['O', ['Olga', '欧阳']],
  ['R', ['阮玲玉']],
  ['W', ['王五', '吴刚', 'will']],
  ['X', ['夏天', '徐霞客']],
  ['Z', ['zoe', '张三', '周远']],
  ['#', ['', '7 dwarfs', '🌱 Garden', 'Борис', '_x']],
]

describe('the letter of a name', () => {
  it.each(letters)('%s', (letter, names) => {
    expect(names.map(letterOf)).toEqual(names.map(() => letter))
  })
})
