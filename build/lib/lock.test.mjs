// @ts-check
import { createHash } from 'node:crypto'
import { readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withLock } from './lock.mjs'
import { put, temporaryFolder } from './temporary-folder.mjs'

const lockName = (/** @type {string} */ key) =>
  `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.lock`

test('lets one at a time work and leaves nothing behind', async () => {
  const folder = temporaryFolder()
  let working = 0
  let most = 0
  const work = () =>
    withLock(
      'testing',
      'key',
      async () => {
        working += 1
        most = Math.max(most, working)
        await sleep(20)
        working -= 1
      },
      { folder },
    )
  await Promise.all([work(), work(), work()])
  expect(most).toBe(1)
  expect(readdirSync(folder)).toEqual([])
})

test('is free again after the work failed', async () => {
  const folder = temporaryFolder()
  const broken = withLock('testing', 'key', () => Promise.reject(new Error('no')), { folder })
  await expect(broken).rejects.toThrow('no')
  expect(await withLock('testing', 'key', async () => 'free', { folder })).toBe('free')
})

test('takes over from a process that is gone', async () => {
  // No system gives out a process number this high.
  const folder = temporaryFolder({ [lockName('key')]: '2147483646 left-behind' })
  expect(await withLock('testing', 'key', async () => 'taken', { folder })).toBe('taken')
})

test('takes over from a holder whose heart has stopped, though its number is in use again', async () => {
  const folder = temporaryFolder()
  const path = join(folder, lockName('key'))
  put(path, `${process.pid} left-behind`)
  const long = new Date(Date.now() - 3_600_000)
  utimesSync(path, long, long)
  expect(await withLock('testing', 'key', async () => 'taken', { folder })).toBe('taken')
})
