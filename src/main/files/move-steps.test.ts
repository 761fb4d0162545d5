import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldPath, type Move, stepsOf } from './move-steps'

// The same cases in every run: what chance finds some day must not stop other work.
fc.configureGlobal({ seed: 20_261_126 })

let count = 0
const temporary = (path: string) => `${path}~${++count}`
const move = (from: string, to: string): Move => ({ from: `/m/${from}`, to: `/m/${to}` })

/** Carries steps out over names, where case does not count; throws when one would stand in the way. */
function carriedOut(names: readonly string[], steps: readonly Move[]): Map<string, string> {
  const disk = new Map(names.map((name) => [foldPath(name), { spelled: name, content: name }]))
  for (const { from, to } of steps) {
    const file = disk.get(foldPath(from))
    if (file === undefined) throw new Error(`${from} is not there`)
    disk.delete(foldPath(from))
    if (disk.has(foldPath(to))) throw new Error(`${to} is taken`)
    disk.set(foldPath(to), { spelled: to, content: file.content })
  }
  return new Map([...disk.values()].map(({ spelled, content }) => [spelled, content]))
}

describe('the steps of a set of moves', () => {
  it('are the moves themselves where none is in the way of another', () => {
    const moves = [move('a', 'x'), move('b', 'y')]
    expect(stepsOf(moves, temporary)).toEqual(moves)
    expect(stepsOf([move('a', 'a')], temporary)).toEqual([])
  })

  it('begin with whoever has to make room', () => {
    const moves = [move('1', '2'), move('2', '3'), move('3', '4')]
    expect(stepsOf(moves, temporary)).toEqual([...moves].reverse())
  })

  it('go by a temporary name round a circle, and for a change of case', () => {
    const swapped = carriedOut(['/m/a', '/m/b'], stepsOf([move('a', 'b'), move('b', 'a')], temporary))
    expect([...swapped].sort()).toEqual([
      ['/m/a', '/m/b'],
      ['/m/b', '/m/a'],
    ])
    const steps = stepsOf([move('song.mp3', 'Song.mp3')], temporary)
    expect(steps).toHaveLength(2)
    expect(carriedOut(['/m/song.mp3'], steps).get('/m/Song.mp3')).toBe('/m/song.mp3')
  })

  it('forget none of two files whose names differ by case alone', () => {
    const steps = stepsOf([move('song', 'x'), move('Song', 'y'), move('z', 'SONG')], temporary)
    expect(steps.slice(0, 2)).toEqual(expect.arrayContaining([move('song', 'x'), move('Song', 'y')]))
    expect(steps.slice(2)).toEqual([move('z', 'SONG')])
  })

  it('bring every file to its place, whatever the set', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'F', 'g'].map((name) => `/m/${name}`)
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names),
        fc.shuffledSubarray([...names, '/m/A', '/m/x', '/m/y']),
        (from, to) => {
          const folded = new Set<string>()
          const moves = from.flatMap((name, index) => {
            const target = to[index]
            if (target === undefined || folded.has(foldPath(target))) return []
            folded.add(foldPath(target))
            return [{ from: name, to: target }]
          })
          const moved = new Map(moves.map((one) => [one.from, one.to]))
          const stays = names.filter((name) => !moved.has(name))
          fc.pre(!stays.some((name) => folded.has(foldPath(name))))
          const after = carriedOut(names, stepsOf(moves, temporary))
          for (const name of names) expect(after.get(moved.get(name) ?? name)).toBe(name)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('are made in one go, however long the chain', () => {
    const moves = Array.from({ length: 50_000 }, (_, index) => move(`${index}`, `${index + 1}`))
    const steps = stepsOf(moves, temporary)
    expect(steps).toHaveLength(50_000)
    expect(steps[0]).toEqual(moves.at(-1))
  })
})
