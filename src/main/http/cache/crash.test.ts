import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildWorker } from '../../library/testing/built-worker'
import { temporaryFolder } from '../../metadata/testing/fixture'
import { openCacheDatabase } from './database'

it('a program that is killed while it keeps answers leaves only whole ones', async () => {
  const program = await buildWorker(join(import.meta.dirname, 'testing/endless-puts.ts'))
  try {
    for (const lines of [1, 7, 40]) {
      const path = join(temporaryFolder(), 'http-cache.db')
      const child = spawn(process.execPath, [program.path, path], { stdio: ['ignore', 'pipe', 'inherit'] })
      let said = ''
      child.stdout.on('data', (data: Buffer) => {
        said += data.toString()
        if (said.split('\n').length > lines) child.kill('SIGKILL')
      })
      await once(child, 'close')
      const aside: string[] = []
      const database = openCacheDatabase(path, { maxBytes: 100_000_000, onSetAside: (to) => aside.push(to) })
      const finished = said.trim().split('\n').length
      for (let number = 0; number < finished; number += 1) {
        const kept = database.get(String(number))
        expect(kept?.head).toBe(`head ${number}`)
        expect(Buffer.alloc(50_000, number % 256).equals(kept?.body ?? new Uint8Array())).toBe(true)
      }
      expect(aside).toEqual([])
      database.close()
    }
  } finally {
    program.remove()
  }
}, 60_000)
