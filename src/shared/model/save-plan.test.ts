import { describe, expect, it } from 'vitest'
import { applyPlan, flawOf, resultSize, type SavePlan, spliceBetween } from '.'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array) => new TextDecoder().decode(data)

const plan = (
  size: number,
  splices: [number, number, string][],
  audio: [number, number][] = [],
): SavePlan => ({
  size,
  splices: splices.map(([at, remove, insert]) => ({ at, remove, insert: bytes(insert) })),
  audio: audio.map(([start, end]) => ({ start, end })),
})

describe('a save plan', () => {
  it('replaces, inserts and removes at positions of the original', () => {
    const original = bytes('HEAD old AUDIO tail')
    const change = plan(original.length, [
      [5, 3, 'newer'],
      [14, 5, ''],
    ])
    expect(text(applyPlan(original, change))).toBe('HEAD newer AUDIO')
    expect(resultSize(change)).toBe(16)
  })

  it.each([
    [
      'overlapping splices',
      plan(10, [
        [2, 4, ''],
        [5, 1, ''],
      ]),
    ],
    [
      'splices out of order',
      plan(10, [
        [5, 1, ''],
        [2, 1, ''],
      ]),
    ],
    ['a splice past the end', plan(10, [[9, 2, '']])],
    ['a splice into the audio', plan(10, [[5, 0, 'x']], [[4, 8]])],
    ['a splice that removes audio', plan(10, [[3, 2, '']], [[4, 8]])],
    ['a splice that swallows the audio', plan(10, [[2, 8, 'x']], [[4, 6]])],
  ])('is refused with %s', (_, flawed) => {
    expect(flawOf(flawed)).toBeTypeOf('string')
  })

  it('may insert right before and right behind the audio', () => {
    expect(
      flawOf(
        plan(
          10,
          [
            [4, 0, 'x'],
            [8, 0, 'y'],
          ],
          [[4, 8]],
        ),
      ),
    ).toBeUndefined()
  })
})

describe('the splice between two versions', () => {
  it.each([
    ['same', 'same'],
    ['', 'first'],
    ['gone', ''],
    ['aaaa', 'aaaaaa'],
    ['head old tail', 'head newer tail'],
    ['abcabc', 'abc'],
  ])('turns “%s” into “%s”', (before, after) => {
    const splice = spliceBetween(bytes(before), bytes(after))
    const change: SavePlan = { size: before.length, splices: splice ? [splice] : [], audio: [] }
    expect(flawOf(change)).toBeUndefined()
    expect(text(applyPlan(bytes(before), change))).toBe(after)
    expect(splice === undefined).toBe(before === after)
  })
})
