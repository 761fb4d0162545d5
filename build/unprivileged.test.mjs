// @ts-check
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './lib/temporary-folder.mjs'
import { hiddenFolders, nobody } from './unprivileged.mjs'

test.skipIf(process.platform === 'win32')('finds the topmost folder that is closed to others', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'private', 'checkout')
  mkdirSync(path, { recursive: true })
  chmodSync(folder, 0o755)
  expect(hiddenFolders([path])).toEqual([])
  chmodSync(join(folder, 'private'), 0o700)
  expect(hiddenFolders([path, folder])).toEqual([{ path, ancestor: join(folder, 'private') }])
})

test('reads who nobody is, and knows it where the list does not say', () => {
  expect(nobody('root:x:0:0::/:/bin/sh\nnobody:x:99:98::/:/bin/false\n')).toEqual({ uid: 99, gid: 98 })
  expect(nobody('root:x:0:0::/:/bin/sh\n')).toEqual({ uid: 65534, gid: 65534 })
})
