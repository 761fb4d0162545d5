import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorker } from '../library/testing/built-worker'
import { recover } from './recover'
import { seeded } from './testing/random'
import { volumes } from './testing/volumes'

let program: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  program = await buildWorker(join(import.meta.dirname, 'testing/endless-moves.ts'))
}, 60_000)
afterAll(() => program?.remove())

const songs = Array.from({ length: 6 }, (_, index) => Buffer.alloc(300_000, `song ${index}`))
const songNames = songs.map((_, index) => `${index}.mp3`)

/** Which song every file of a folder is: -1 for none. */
const songsIn = (folder: string): number[] =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes) => songs.findIndex((song) => song.equals(bytes)))

describe.each(volumes)('a process that moves files $name', ({ folderThere }) => {
  it('and is killed, 12 times, leaves each of them once, all here or all there', async () => {
    const random = seeded(7)
    const { here, there } = folderThere()
    const journal = join(here, 'journal')
    const home = join(here, 'music')
    for (const folder of [journal, home]) mkdirSync(folder)
    songs.forEach((song, index) => {
      writeFileSync(join(home, songNames[index] ?? ''), song)
    })
    let cutShort = 0
    for (let round = 0; round < 12; round++) {
      const away = join(there, `album ${round}`, 'disc 1')
      const child = spawn(process.execPath, [program?.path ?? '', journal, home, away])
      child.stderr.on('data', (data) => console.error(String(data)))
      await once(child.stdout, 'data')
      await wait(random() * 120)
      child.kill('SIGKILL')
      await once(child, 'exit')

      const recovery = recover(journal)
      expect(recovery).toMatchObject({ waiting: [], failed: [], damagedJournals: 0 })
      cutShort += recovery.movedBack.length > 0 ? 1 : 0
      const isAway = existsSync(away) && readdirSync(away).length > 0
      const [full, empty] = isAway ? [away, home] : [home, away]
      expect(readdirSync(full).sort()).toEqual(songNames)
      expect(songsIn(full).sort()).toEqual(songs.map((_, index) => index))
      if (existsSync(empty)) expect(readdirSync(empty)).toEqual([])
      expect(readdirSync(journal)).toEqual([])
      // For the next round, by no means of ours.
      if (isAway)
        for (const name of songNames) writeFileSync(join(home, name), readFileSync(join(away, name)))
    }
    expect(cutShort).toBeGreaterThan(0)
  }, 60_000)
})
