import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createInProcessPool, createPool, type Pool, TaskFailedError } from './pool'
import { readFile, readFiles } from './read-files'
import { buildWorker } from './testing/built-worker'

let worker: { path: string; remove: () => void } | undefined
beforeAll(async () => {
  worker = await buildWorker(join(import.meta.dirname, 'testing/hanging-worker.ts'))
}, 60_000)
afterAll(() => worker?.remove())

function open(deadline = () => 300): { pool: Pool; errors: unknown[] } {
  const errors: unknown[] = []
  const pool = createPool({
    workerPath: worker?.path ?? '',
    workers: 1,
    onError: (error) => errors.push(error),
    deadline,
    startAllowance: 500,
  })
  onTestFinished(() => pool.close())
  return { pool, errors }
}

describe('a pool of workers', () => {
  it('gives up on a task that hangs, and goes on with a new worker', async () => {
    const { pool, errors } = open()
    const hang = pool.run('read', '/music/hang.mp3', '/music/hang.mp3')
    const next = pool.run('read', '/music/fine.mp3', '/music/fine.mp3')
    await expect(hang).rejects.toMatchObject({
      problem: { code: 'metadata.timeout', params: { file: 'hang.mp3' } },
    })
    expect(await next).toBe('/music/fine.mp3')
    expect(errors).toHaveLength(1)
  })

  it('survives a worker that dies, and a task that throws', async () => {
    const { pool } = open(() => 5000)
    for (const path of ['/die.mp3', '/throw.mp3']) {
      await expect(pool.run('read', path, path)).rejects.toBeInstanceOf(TaskFailedError)
    }
    expect(await pool.run('read', '/fine', '/fine')).toBe('/fine')
  })
})

describe('reading several files at once', () => {
  it('loses only the one that hangs', async () => {
    const reading = (path: string) => ({ ok: true as const, reading: { path } as never })
    const pool: Pool = {
      workers: 1,
      run: (async (name: string, input: string | readonly string[], path: string) => {
        const paths = typeof input === 'string' ? [input] : input
        if (paths.some((one) => one.includes('hang'))) {
          throw new TaskFailedError(
            { code: 'metadata.timeout', params: { file: path } },
            Promise.resolve(new Set()),
          )
        }
        return name === 'read' ? reading(path) : paths.map(reading)
      }) as Pool['run'],
      close: async () => {},
    }
    const outcomes = await readFiles(pool, ['/a', '/hang', '/b'])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true])
    expect((await readFiles(pool, ['/hang']))[0]).toMatchObject({ ok: false })
    const broken: Pool = { ...pool, run: () => Promise.reject(new TypeError('ours')) }
    await expect(readFiles(broken, ['/a', '/b'])).rejects.toThrow('ours')
    await expect(readFile(broken, '/a')).rejects.toThrow('ours')
  })
})

describe('a pool in this thread', () => {
  it('answers, and turns what a task throws into a problem', async () => {
    const pool = createInProcessPool(() => {})
    expect(await pool.run('read', '/nowhere', '/nowhere')).toMatchObject({ ok: false })
    const nothing = undefined as unknown as string
    await expect(pool.run('thumbnail', nothing as never, '')).rejects.toBeInstanceOf(TaskFailedError)
  })
})
