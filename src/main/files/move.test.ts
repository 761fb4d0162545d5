import {
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CopyDiffersError, DiskFullError, FileChangedError, NameTakenError, NotRegularError } from './errors'
import type { FileSystem } from './file-system'
import { moveFiles } from './move'
import type { PlannedMove } from './move-plan'
import { recover } from './recover'
import { readStamp, stampOf } from './stamp'
import { cases } from './testing/cases'
import { type Fault, faults, inject, StoppedDead } from './testing/faults'
import { callsOf, restart, trySave, versionOf } from './testing/injector'
import {
  contentOf,
  copyDisk,
  createDisk,
  filesOf,
  inodeAt,
  journalFolder,
  type MemoryDisk,
  musicFolder,
  namesIn,
  place,
  placeFile,
} from './testing/memory-disk'
import { statesAfter } from './testing/power-cut'
import { seeded } from './testing/random'
import { otherVolume as otherVolumeOfDisk } from './testing/volumes'

/** All of it takes long; each run of the tests goes through a part of the recoveries. */
const stride = process.env['TAGWRIGHT_SOAK'] === undefined ? 7 : 1

const otherVolume = '/other'
const song = (name: string) => posix.join(musicFolder, name)
type Names = readonly (readonly [from: string, to: string])[]

function diskOf(names: readonly string[]): MemoryDisk {
  const disk = createDisk([otherVolume])
  placeFile(disk, join(otherVolume, 'keep'), Buffer.from('sound of ../other/keep'))
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

/** All files below a folder, and the folders that are empty. */
function pathsBelow(disk: MemoryDisk, folder: string): string[] {
  const names = namesIn(disk, folder)
  if (names.length === 0) return [`${folder}/`]
  return names.flatMap((name) => {
    const path = join(folder, name)
    return isFolder(disk, path) ? pathsBelow(disk, path) : [path]
  })
}

const isFolder = (disk: MemoryDisk, path: string) =>
  disk.nodes.get(inodeAt(disk, path) ?? -1)?.kind === 'folder'

/** Each name, as seen from the folder of music, with the file that bears it. */
const bearers = (disk: MemoryDisk) => ({
  ...bearersIn(disk, musicFolder),
  ...bearersIn(disk, otherVolume),
})

const bearersIn = (disk: MemoryDisk, folder: string): Record<string, string> =>
  Object.fromEntries(
    pathsBelow(disk, folder)
      .filter((path) => path !== join(otherVolume, 'keep'))
      .map((path) => [
        posix.relative(musicFolder, path),
        path.endsWith('/')
          ? 'nothing'
          : Buffer.from(contentOf(disk, path)).toString().replace('sound of ', ''),
      ]),
  )

const swap: { readonly files: readonly string[]; readonly moves: Names } = {
  files: ['a', '../other/b'],
  moves: [
    ['a', '../other/b'],
    ['../other/b', 'a'],
  ],
}

const copied: typeof swap = { files: ['a', 'b'], moves: [['a', '../other/a']] }

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
  { name: 'one file into new folders', files: ['a', 'b'], moves: [['a', 'new/deep/a']] },
  {
    name: 'one file into a new folder of another volume',
    files: ['a', 'b'],
    moves: [['a', '../other/new/a']],
  },
  { name: 'one file to another volume', ...copied },
  { name: 'a swap across volumes', ...swap },
  {
    name: 'a chain that leaves the volume',
    files: ['a', 'b'],
    moves: [
      ['b', 'a'],
      ['a', '../other/a'],
    ],
  },
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
        if (fault.kind === 'stop' && fault.moment === 'after') stopRecoveries(tried.disk, names, moves, call)
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

  it('loses no file when it happens while a set that was cut short is settled', () => {
    const random = seeded(8)
    for (let call = 1; ; call += 5) {
      const { disk: cut, error } = tryMove(names, moves, call, { kind: 'stop', moment: 'after' }, true)
      if (error === undefined) break
      const recovering = copyDisk(cut)
      recover(journalFolder, filesOf(recovering, 200))
      // Another third of the moments for each call.
      for (let moment = 1 + (call % 3); moment <= recovering.log.length; moment += 3) {
        const done = [...cut.log, ...recovering.log.slice(0, moment)]
        for (const state of statesAfter(before, done, { random, samples: 2 })) {
          recover(journalFolder, filesOf(state, 300))
          expectSettled(state, names, moves, `stopped after call ${call}, cut after ${moment}`)
        }
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

/** Recovery itself stopped at its calls, then run again. */
function stopRecoveries(disk: MemoryDisk, names: readonly string[], moves: Names, call: number): void {
  const whole = inject(filesOf(copyDisk(disk), 200), 0, { kind: 'short' })
  recover(journalFolder, whole.files)
  for (let stop = 1 + (call % stride); stop <= whole.calls(); stop += stride) {
    const copy = copyDisk(disk)
    const fault = { kind: 'stop', moment: 'after' } as const
    stopped(() => recover(journalFolder, inject(filesOf(copy, 200), stop, fault).files))
    copy.running.clear()
    recover(journalFolder, filesOf(copy, 300))
    expectSettled(copy, names, moves, `stopped after call ${call}, recovery after ${stop}`)
  }
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

/** A folder that all files left stays. */
const filesOnly = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).filter(([, bearer]) => bearer !== 'nothing'))

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

  it('comes to where it should, or stays whole, whatever is asked', () => {
    const names = ['a', 'b', 'C', 'in/d', '../other/e', '../other/f']
    const targets = [...names, 'A', 'c', 'in/new/b', 'in/D', '../other/a', '../other/deep/er/x']
    let done = 0
    let refused = 0
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 1 }), fc.shuffledSubarray(targets), (from, to) => {
        const moves = from.flatMap((name, index): Names => {
          const target = to[index]
          return target === undefined ? [] : [[name, target]]
        })
        const disk = diskOf(names)
        const files = filesOf(disk, 100)
        try {
          moveFiles(journalFolder, planned(moves, files), files)
          done++
          expect(filesOnly(bearers(disk))).toEqual(moved(names, moves))
        } catch (error) {
          if (!(error instanceof NameTakenError)) throw error
          refused++
          expect(bearers(disk)).toEqual(unmoved(names))
        }
        expect(namesIn(disk, journalFolder)).toEqual(['keep'])
      }),
      { numRuns: 400, seed: 11 },
    )
    expect([done, refused].every((count) => count > 50)).toBe(true)
  })

  it('is refused where another file has a name that some system takes for the same', () => {
    const disk = diskOf(['a', 'B\u0301'])
    const files = filesOf(disk, 100)
    const plan = planned([['a', 'b\u0301'.normalize('NFC')]], files)
    expect(() => moveFiles(journalFolder, plan, files)).toThrow(NameTakenError)
  })

  it('moves two names of one file, unless one should take the place of the other', () => {
    const disk = diskOf(['a'])
    const files = filesOf(disk, 100)
    files.link(song('a'), song('b'))
    const clash: Names = [
      ['a', 'b'],
      ['b', 'c'],
    ]
    expect(() => moveFiles(journalFolder, planned(clash, files), files)).toThrow(NameTakenError)
    const apart: Names = [
      ['a', 'c'],
      ['b', 'd'],
    ]
    moveFiles(journalFolder, planned(apart, files), files)
    expect(bearers(disk)).toEqual({ c: 'a', d: 'a' })
  })

  it('puts right first what a save that was cut short left of a file', () => {
    const [inPlace] = cases
    if (inPlace === undefined) throw new Error('no case')
    let torn = 0
    for (let call = 1; call <= callsOf(inPlace); call++) {
      const { disk } = trySave(inPlace, call, { kind: 'stop', moment: 'halfway' }, true)
      if (versionOf(inPlace, disk) !== 'damaged') continue
      torn++
      const files = filesOf(restart(disk), 200)
      const plan = planned([['song.flac', 'other.flac']], files)
      expect(() => moveFiles(journalFolder, plan, files)).toThrow(FileChangedError)
      expect(versionOf(inPlace, disk)).toBe('old')
    }
    expect(torn).toBeGreaterThan(0)
  })

  it('leaves links in their folder, where they lead somewhere', () => {
    const disk = diskOf(['a'])
    place(disk, song('link'), { kind: 'link', to: song('a') })
    const files = filesOf(disk, 100)
    expect(() => moveFiles(journalFolder, planned([['link', 'new/link']], files), files)).toThrow(
      NotRegularError,
    )
    moveFiles(journalFolder, planned([['link', 'other link']], files), files)
    expect(namesIn(disk, musicFolder)).toEqual(['a', 'other link'])
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

  it('is settled after the volumes were numbered anew, and the files with them', () => {
    for (let call = 1; ; call++) {
      const { disk, error } = tryMove(swap.files, swap.moves, call, { kind: 'stop', moment: 'after' }, true)
      if (error === undefined) break
      const later = copyDisk({ ...disk, volumes: ['/plugged in first', otherVolume] })
      recover(journalFolder, filesOf(later, 200))
      expectSettled(later, swap.files, swap.moves, `call ${call}`)
    }
  })

  it.each([
    ['gone', swap],
    ['empty', swap],
    ['gone', copied],
  ] as const)('waits for a volume that is %s, and is settled once it is there again', (how, set) => {
    let waited = 0
    for (let call = 1; ; call++) {
      const { disk, error } = tryMove(set.files, set.moves, call, { kind: 'stop', moment: 'after' }, true)
      if (error === undefined) break
      const root = disk.nodes.get(inodeAt(disk, '/') ?? 0)
      const volume = inodeAt(disk, otherVolume)
      if (root?.kind !== 'folder' || volume === undefined) throw new Error('no such volume')
      root.names.delete('other')
      if (how === 'empty') place(disk, otherVolume, { kind: 'folder', names: new Map() })
      const before = bearersIn(disk, musicFolder)
      disk.running.clear()
      const { waiting, movedBack } = recover(journalFolder, filesOf(disk, 200))
      if (waiting.length > 0) {
        waited++
        expect(bearersIn(disk, musicFolder), `call ${call}`).toEqual(before)
        expect(movedBack).toEqual([])
      }
      root.names.set('other', volume)
      disk.running.clear()
      recover(journalFolder, filesOf(disk, 300))
      expectSettled(disk, set.files, set.moves, `call ${call}`)
    }
    expect(waited).toBeGreaterThan(10)
  })

  it('leaves a copy too many at worst, where the folder of a volume that is away looks empty', () => {
    for (let call = 1; ; call++) {
      const { disk, error } = tryMove(
        copied.files,
        copied.moves,
        call,
        { kind: 'stop', moment: 'after' },
        true,
      )
      if (error === undefined) break
      const root = disk.nodes.get(inodeAt(disk, '/') ?? 0)
      const volume = inodeAt(disk, otherVolume)
      if (root?.kind !== 'folder' || volume === undefined) throw new Error('no such volume')
      root.names.delete('other')
      place(disk, otherVolume, { kind: 'folder', names: new Map() })
      disk.running.clear()
      const isAside = namesIn(disk, musicFolder).length === 2 && !namesIn(disk, musicFolder).includes('a')
      const { waiting } = recover(journalFolder, filesOf(disk, 200))
      if (isAside) expect(waiting, `call ${call}`).toEqual([song('a')])
      root.names.set('other', volume)
      disk.running.clear()
      recover(journalFolder, filesOf(disk, 300))
      const hasMoved = bearersIn(disk, otherVolume)['../other/a'] === 'a'
      const left = bearersIn(disk, musicFolder)
      expect([unmoved(['a', 'b']), ...(hasMoved ? [{ b: 'b' }] : [])], `call ${call}`).toContainEqual(left)
      expect(namesIn(disk, journalFolder)).toEqual(['keep'])
    }
  })

  it('stays where the other volume does not keep what it is given', () => {
    const disk = diskOf(swap.files)
    const files = filesOf(disk, 100)
    const copies = new Set<number>()
    const forgetful: FileSystem = {
      ...files,
      open: (path, flags, mode) => {
        const fd = files.open(path, flags, mode)
        if (path.startsWith(otherVolume) && path.includes('tagwright-move')) copies.add(fd)
        return fd
      },
      read: (fd, into, at) => {
        const count = files.read(fd, into, at)
        if (copies.has(fd) && count > 0) into[0] = 0
        return count
      },
    }
    expect(() => moveFiles(journalFolder, planned(swap.moves, files), forgetful)).toThrow(CopyDiffersError)
    expect(bearers(disk)).toEqual(unmoved(swap.files))
    expect(namesIn(disk, journalFolder)).toEqual(['keep'])
  })

  it.each([
    ['while it is copied', 'flush', otherVolume],
    ['while it gets out of the way', 'link', musicFolder],
  ] as const)('stays where a file is written to %s, with what was written', (_, moment, hiddenIn) => {
    const disk = diskOf(copied.files)
    const files = filesOf(disk, 100)
    const original = files.open(song('a'), constants.O_WRONLY)
    let written = false
    const write = () => {
      if (written || !namesIn(disk, hiddenIn).some((name) => name.includes('tagwright-move'))) return
      written = true
      files.write(original, Buffer.from('sound of a, louder'), 0)
    }
    const during: FileSystem = {
      ...files,
      flush: (fd) => {
        files.flush(fd)
        if (moment === 'flush') write()
      },
      link: (from, to) => {
        files.link(from, to)
        if (moment === 'link') write()
      },
    }
    expect(() => moveFiles(journalFolder, planned(copied.moves, files), during)).toThrow(FileChangedError)
    expect(bearers(disk)).toEqual({ ...unmoved(copied.files), a: 'a, louder' })
    expect(namesIn(disk, journalFolder)).toEqual(['keep'])
  })

  it('keeps an original that is written to before it goes', () => {
    let kept = 0
    for (let call = 1; ; call++) {
      const { disk, error } = tryMove(
        copied.files,
        copied.moves,
        call,
        { kind: 'stop', moment: 'after' },
        true,
      )
      if (error === undefined) break
      const hidden = namesIn(disk, musicFolder).find((name) => name.startsWith('.tagwright'))
      if (hidden === undefined || namesIn(disk, musicFolder).includes('a')) continue
      kept++
      const files = filesOf(disk, 200)
      const original = files.open(song(hidden), constants.O_WRONLY)
      files.write(original, Buffer.from('sound of a, louder'), 0)
      disk.running.clear()
      recover(journalFolder, filesOf(disk, 300))
      expect(bearers(disk), `call ${call}`).toMatchObject({ a: 'a, louder', b: 'b' })
      expect(namesIn(disk, musicFolder)).toEqual(['a', 'b'])
      expect(namesIn(disk, journalFolder)).toEqual(['keep'])
    }
    expect(kept).toBeGreaterThan(5)
  })

  it('is not begun where the other volume has no room for it', () => {
    const disk = diskOf(swap.files)
    disk.freeBytes = 100
    const files = filesOf(disk, 100)
    expect(() => moveFiles(journalFolder, planned(swap.moves, files), files)).toThrow(DiskFullError)
    expect(bearers(disk)).toEqual(unmoved(swap.files))
  })

  it.skipIf(otherVolumeOfDisk === undefined)(
    'brings bytes, mode, times and attributes to another volume',
    async () => {
      const { here, there } = otherVolumeOfDisk?.() ?? { here: '', there: '' }
      const [from, to] = [join(here, 'song.mp3'), join(there, 'Album', 'Disc 1', 'Song.mp3')]
      const bytes = Buffer.alloc(3_000_001, 'sound')
      writeFileSync(from, bytes)
      chmodSync(from, 0o640)
      utimesSync(from, 1_600_000_000, 1_500_000_000.25)
      const { getAttributeSync, setAttributeSync } = await import('@napi-rs/xattr')
      setAttributeSync(from, 'user.mood', Buffer.from('calm'))
      const unkept = moveFiles(join(here, 'journal'), [{ from, to, expected: readStamp(from) }])
      expect(readFileSync(to).equals(bytes)).toBe(true)
      const { mode, mtimeMs } = statSync(to)
      expect({ mode: mode & 0o777, mtimeMs }).toEqual({ mode: 0o640, mtimeMs: 1_500_000_000_250 })
      expect(unkept.length > 0 || getAttributeSync(to, 'user.mood')?.toString() === 'calm').toBe(true)
      expect(readdirSync(here)).toEqual(['journal'])
      expect(readdirSync(join(here, 'journal'))).toEqual([])
      expect(readdirSync(join(there, 'Album', 'Disc 1'))).toEqual(['Song.mp3'])
    },
  )

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
