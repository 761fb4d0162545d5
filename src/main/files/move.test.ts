import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileChangedError, NameTakenError } from './errors'
import type { FileSystem } from './file-system'
import { moveFiles, type PlannedMove } from './move'
import { recover } from './recover'
import { readStamp, stampOf } from './stamp'
import { type Fault, faults, inject, StoppedDead } from './testing/faults'
import {
  contentOf,
  copyDisk,
  createDisk,
  filesOf,
  journalFolder,
  type MemoryDisk,
  musicFolder,
  namesIn,
  placeFile,
} from './testing/memory-disk'
import { statesAfter } from './testing/power-cut'
import { seeded } from './testing/random'

/** All of it takes long; each run of the tests goes through a part of the recoveries. */
const stride = process.env['TAGWRIGHT_SOAK'] === undefined ? 7 : 1

const song = (name: string) => join(musicFolder, name)
type Names = readonly (readonly [from: string, to: string])[]

function diskOf(names: readonly string[]): MemoryDisk {
  const disk = createDisk()
  for (const name of names) placeFile(disk, song(name), Buffer.from(`sound of ${name}`))
  placeFile(disk, join(journalFolder, 'keep'), Buffer.from(''))
  return disk
}

const planned = (names: Names, files: FileSystem): PlannedMove[] =>
  names.map(([from, to]) => ({
    from: song(from),
    to: song(to),
    expected: stampOf(files.stat(song(from))),
  }))

/** Each name with the file that bears it. */
const bearers = (disk: MemoryDisk): Record<string, string> =>
  Object.fromEntries(
    namesIn(disk, musicFolder).map((name) => [
      name,
      Buffer.from(contentOf(disk, song(name)))
        .toString()
        .replace('sound of ', ''),
    ]),
  )

const sets: readonly { name: string; files: readonly string[]; moves: Names }[] = [
  { name: 'one file', files: ['a', 'b'], moves: [['a', 'c']] },
  {
    name: 'a swap',
    files: ['a', 'b', 'x'],
    moves: [
      ['a', 'b'],
      ['b', 'a'],
    ],
  },
  {
    name: 'a chain',
    files: ['1', '2', '3'],
    moves: [
      ['1', '2'],
      ['2', '3'],
      ['3', '4'],
    ],
  },
  { name: 'a change of case', files: ['song', 'other'], moves: [['song', 'Song']] },
]

const moved = (files: readonly string[], moves: Names): Record<string, string> => {
  const to = new Map(moves)
  return Object.fromEntries(files.map((name) => [to.get(name) ?? name, name]))
}
const unmoved = (files: readonly string[]) => Object.fromEntries(files.map((name) => [name, name]))

describe.each(sets)('moving $name', ({ files: names, moves }) => {
  it('brings every file to its place and leaves nothing behind', () => {
    const disk = diskOf(names)
    const files = filesOf(disk, 100)
    moveFiles(journalFolder, planned(moves, files), files)
    expect(bearers(disk)).toEqual(moved(names, moves))
    expect(namesIn(disk, journalFolder)).toEqual(['keep'])
  })

  it.each(faults)(
    'with $name at any call, all files are moved or none, once recovery ran',
    ({ fault, onwards }) => {
      const total = tryMove(names, moves, 0, { kind: 'short' }, false).calls
      expect(total).toBeGreaterThan(10)
      for (let call = 1; call <= total; call++) {
        const tried = tryMove(names, moves, call, fault, onwards)
        const isDone = () =>
          JSON.stringify(sorted(bearers(tried.disk))) === JSON.stringify(sorted(moved(names, moves)))
        tried.disk.running.clear()
        const calm = filesOf(tried.disk, 200)
        // Recovery itself stopped at each of its calls, then run again.
        const recoveries = inject(filesOf(copyDisk(tried.disk), 200), 0, { kind: 'short' })
        recover(journalFolder, recoveries.files)
        for (let stop = 1 + (call % stride); stop <= recoveries.calls(); stop += stride) {
          const copy = copyDisk(tried.disk)
          stopped(() =>
            recover(journalFolder, inject(filesOf(copy, 200), stop, { kind: 'stop', moment: 'after' }).files),
          )
          copy.running.clear()
          recover(journalFolder, filesOf(copy, 300))
          expectSettled(copy, names, moves, `call ${call} (${tried.call}), recovery stopped at ${stop}`)
        }
        recover(journalFolder, calm)
        expectSettled(tried.disk, names, moves, `call ${call} (${tried.call})`)
        if (tried.error === undefined) expect(isDone(), `call ${call}: said done`).toBe(true)
      }
    },
  )
})

describe.each(sets)('a power cut while moving $name', ({ files: names, moves }) => {
  const before = diskOf(names)
  const disk = copyDisk(before)
  const files = filesOf(disk, 100)
  moveFiles(journalFolder, planned(moves, files), files)
  const { log } = disk

  it('loses no file, whatever of the names was not on the disk yet', () => {
    const random = seeded(5)
    for (let moment = 0; moment <= log.length; moment++) {
      for (const state of statesAfter(before, log.slice(0, moment), { random, samples: 20 })) {
        recover(journalFolder, filesOf(state, 200))
        expectSettled(state, names, moves, `cut after ${moment} of ${log.length}`)
      }
    }
  })

  it('leaves every file in its new place once it was said to be done', () => {
    for (const state of statesAfter(before, log, { random: seeded(6), samples: 100 })) {
      recover(journalFolder, filesOf(state, 200))
      expect(sorted(bearers(state))).toEqual(sorted(moved(names, moves)))
    }
  })
})

function tryMove(names: readonly string[], moves: Names, at: number, fault: Fault, onwards: boolean) {
  const disk = diskOf(names)
  const calm = filesOf(disk, 100)
  const plan = planned(moves, calm)
  const injection = inject(calm, at, fault, onwards)
  let error: unknown
  try {
    moveFiles(journalFolder, plan, injection.files)
  } catch (thrown) {
    error = thrown
  }
  return { disk, error, call: injection.hit(), calls: injection.calls() }
}

function stopped(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof StoppedDead)) throw error
  }
}

function expectSettled(disk: MemoryDisk, names: readonly string[], moves: Names, what: string): void {
  const now = bearers(disk)
  const whole = [moved(names, moves), unmoved(names)].some(
    (state) => JSON.stringify(sorted(state)) === JSON.stringify(sorted(now)),
  )
  expect(whole, `${what}: ${JSON.stringify(now)}`).toBe(true)
  expect(namesIn(disk, journalFolder), what).toEqual(['keep'])
}

const sorted = (record: Record<string, string>) => Object.entries(record).sort()

describe('a set of moves', () => {
  it('is refused whole where a name belongs to a file that stays', () => {
    const disk = diskOf(['a', 'b', 'c'])
    const files = filesOf(disk, 100)
    const plan = planned(
      [
        ['a', 'x'],
        ['b', 'c'],
      ],
      files,
    )
    expect(() => moveFiles(journalFolder, plan, files)).toThrow(NameTakenError)
    expect(bearers(disk)).toEqual(unmoved(['a', 'b', 'c']))
  })

  it('is refused whole where a file is another one by now', () => {
    const disk = diskOf(['a', 'b'])
    const files = filesOf(disk, 100)
    const plan = planned(
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      files,
    )
    files.remove(song('b'))
    placeFile(disk, song('b'), Buffer.from('somebody else'))
    expect(() => moveFiles(journalFolder, plan, files)).toThrow(FileChangedError)
    expect(namesIn(disk, musicFolder)).toEqual(['a', 'b'])
  })

  it('goes over a volume without second names by a placeholder that overwrites nothing', () => {
    const disk = diskOf(['a', 'b'])
    const files = filesOf(disk, 100)
    const link: FileSystem['link'] = (from, to) => {
      if (to.startsWith(musicFolder)) throw Object.assign(new Error('link'), { code: 'EPERM' })
      files.link(from, to)
    }
    moveFiles(
      journalFolder,
      planned(
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
        files,
      ),
      { ...files, link },
    )
    expect(bearers(disk)).toEqual({ a: 'b', b: 'a' })
  })

  it('of a process that still runs is left to it', () => {
    const disk = diskOf(['a'])
    const calm = filesOf(disk, 100)
    const injection = inject(calm, 17, { kind: 'stop', moment: 'after' })
    stopped(() => moveFiles(journalFolder, planned([['a', 'b']], calm), injection.files))
    const before = namesIn(disk, journalFolder)
    expect(before.some((name) => name.endsWith('.moves'))).toBe(true)
    recover(journalFolder, filesOf(disk, 200))
    expect(namesIn(disk, journalFolder).filter((name) => name.endsWith('.moves'))).toHaveLength(1)
  })

  it('works on a real disk, case and all', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tagwright-move-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const path = (name: string) => join(folder, name)
    for (const name of ['a.mp3', 'b.mp3', 'song.mp3']) writeFileSync(path(name), name)
    const inode = statSync(path('a.mp3')).ino
    const plan = [
      ['a.mp3', 'b.mp3'],
      ['b.mp3', 'a.mp3'],
      ['song.mp3', 'Song.mp3'],
    ].map(([from = '', to = '']) => ({
      from: path(from),
      to: path(to),
      expected: readStamp(path(from)),
    }))
    moveFiles(path('journal'), plan)
    expect(readdirSync(folder).sort()).toEqual(['Song.mp3', 'a.mp3', 'b.mp3', 'journal'])
    expect(readFileSync(path('a.mp3'), 'utf8')).toBe('b.mp3')
    expect(statSync(path('b.mp3')).ino).toBe(inode)
    expect(readdirSync(path('journal'))).toEqual([])
  })
})
