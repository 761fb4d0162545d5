import { describe, expect, it } from 'vitest'
import { track } from '../testing/track'
import { createRowBuffer } from './row-buffer'

function bench(cost: number) {
  let time = 0
  const puts: { readonly at: number; readonly rows: number }[] = []
  const timers: { readonly at: number; readonly run: () => void }[] = []
  const buffer = createRowBuffer({
    put: (tracks) => {
      puts.push({ at: time, rows: tracks.length })
      time += cost
    },
    now: () => time,
    later: (run, delay) => timers.push({ at: time + delay, run }),
  })
  const goTo = (then: number) => {
    time = Math.max(time, then)
    for (const timer of timers.splice(0)) {
      if (timer.at <= time) timer.run()
      else timers.push(timer)
    }
  }
  return { buffer, puts, goTo }
}

describe('rows that stream in', () => {
  it('are shown at once at first, then gathered', () => {
    const { buffer, puts, goTo } = bench(1)
    buffer.add([track('a')], [])
    buffer.add([track('b')], [])
    buffer.add([track('c')], [])
    expect(puts).toEqual([{ at: 0, rows: 1 }])
    goTo(60)
    expect(puts).toEqual([
      { at: 0, rows: 1 },
      { at: 60, rows: 2 },
    ])
  })

  it('come the rarer the more they cost', () => {
    const { buffer, puts, goTo } = bench(100)
    buffer.add([track('a')], [])
    buffer.add([track('b')], [])
    goTo(500)
    expect(puts).toHaveLength(1)
    goTo(900)
    expect(puts).toHaveLength(2)
  })

  it('are all there at the end, and nothing is handed over twice', () => {
    const { buffer, puts } = bench(1)
    buffer.add([track('a')], [])
    buffer.add([track('b')], [])
    buffer.flush()
    buffer.flush()
    expect(puts.map(({ rows }) => rows)).toEqual([1, 1])
  })
})
