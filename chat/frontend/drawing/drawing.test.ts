import { describe, expect, it, vi } from 'vitest'
import { contrastOf } from '../fonts/contrast'
import { begunAt, grown, isSomething } from './begun'
import { heardByMarks } from './keys'
import { useMarks, type Mark, type PenPoint } from './marks'
import { INKS, WHITE } from './palette'
import { followPointer, type Drawing } from './pointing'

const at = (x: number, y: number): PenPoint => ({ x, y, pressure: 0.5 })
const dot = (x: number): Mark => ({ kind: 'pen', colour: INKS.black, width: 4, simulated: true, points: [at(x, 0)] })

describe('what was drawn', () => {
  it('is taken back and done again, step by step, clearing too', () => {
    const marks = useMarks()
    marks.add(dot(1))
    marks.add(dot(2))
    marks.clear()
    expect(marks.shown.value).toEqual([])
    marks.undo()
    expect(marks.shown.value).toEqual([dot(1), dot(2)])
    marks.undo()
    marks.undo()
    marks.undo()
    expect(marks.shown.value).toEqual([])
    expect(marks.canUndo.value).toBe(false)
    marks.redo()
    expect(marks.shown.value).toEqual([dot(1)])
    marks.add(dot(3))
    expect(marks.canRedo.value).toBe(false)
    expect(marks.shown.value).toEqual([dot(1), dot(3)])
  })

  it('is not cleared twice', () => {
    const marks = useMarks()
    marks.clear()
    expect(marks.canUndo.value).toBe(false)
  })

  it('hears the keys of every program', () => {
    const marks = useMarks()
    const press = (key: string, more: KeyboardEventInit = {}) => heardByMarks(new KeyboardEvent('keydown', { key, ctrlKey: true, ...more }), marks)
    marks.add(dot(1))
    expect(press('z')).toBe(true)
    expect(marks.shown.value).toEqual([])
    expect(press('Z', { shiftKey: true })).toBe(true)
    expect(marks.shown.value).toEqual([dot(1)])
    press('z')
    expect(press('y')).toBe(true)
    expect(marks.shown.value).toEqual([dot(1)])
    expect(press('c')).toBe(false)
    expect(press('z', { ctrlKey: false })).toBe(false)
  })
})

it('stands out from its white edge in every colour', () => {
  for (const ink of Object.values(INKS)) expect(contrastOf(ink, WHITE)).toBeGreaterThanOrEqual(4.5)
})

it('goes where the pointer went', () => {
  const pencil = { colour: INKS.red, width: 4, simulated: false, mosaic: null }
  const stroke = begunAt(at(1, 1), { kind: 'pen', ...pencil })
  expect(stroke && grown(stroke, [at(2, 2), at(3, 3)])).toMatchObject({ points: [at(1, 1), at(2, 2), at(3, 3)] })
  const box = begunAt(at(1, 1), { kind: 'rectangle', ...pencil })
  expect(box && grown(box, [at(20, 20), at(30, 30)])).toMatchObject({ from: at(1, 1), to: at(30, 30) })
  expect(stroke && isSomething(stroke)).toBe(true)
  expect(box && isSomething(box)).toBe(false)
  expect(begunAt(at(1, 1), { kind: 'mosaic', ...pencil })).toBeNull()
})

describe('a pointer', () => {
  function followed() {
    const drawing = { begin: vi.fn<Drawing['begin']>(), move: vi.fn<Drawing['move']>(), end: vi.fn<Drawing['end']>(), drop: vi.fn<Drawing['drop']>() }
    const place = document.createElement('div')
    place.setPointerCapture = vi.fn()
    const listeners = followPointer(({ clientX, clientY }) => ({ x: clientX, y: clientY }), drawing)
    for (const [name, hear] of Object.entries(listeners)) place.addEventListener(name, (event) => hear(event as PointerEvent))
    const send = (type: string, about: PointerEventInit) => place.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: 'touch', ...about }))
    return { drawing, send }
  }

  it('draws alone: a second finger draws nothing', () => {
    const { drawing, send } = followed()
    send('pointerdown', { clientX: 1 })
    send('pointerdown', { pointerId: 2, clientX: 50 })
    send('pointermove', { pointerId: 2, clientX: 60 })
    send('pointermove', { clientX: 2 })
    send('pointerup', { pointerId: 2 })
    send('pointerup', {})
    expect(drawing.begin).toHaveBeenCalledOnce()
    expect(drawing.move.mock.calls.flat(2)).toEqual([expect.objectContaining({ x: 2 })])
    expect(drawing.end).toHaveBeenCalledOnce()
  })

  it('that is a pen goes before the hand that holds it', () => {
    const { drawing, send } = followed()
    send('pointerdown', { clientX: 1 })
    send('pointerdown', { pointerId: 2, pointerType: 'pen', clientX: 50 })
    expect(drawing.drop).toHaveBeenCalledOnce()
    expect(drawing.begin).toHaveBeenCalledTimes(2)
  })

  it('that the browser takes away leaves nothing', () => {
    const { drawing, send } = followed()
    send('pointerdown', {})
    send('pointercancel', {})
    send('pointermove', {})
    expect(drawing.drop).toHaveBeenCalledOnce()
    expect(drawing.move).not.toHaveBeenCalled()
  })
})
