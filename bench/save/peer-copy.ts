// What a safe save of a whole file costs at least: a copy beside it, flushed, put in its place. `FILE`.
import { closeSync, constants, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { measured } from './measured'

const [path = ''] = process.argv.slice(2)
const flush = (name: string, flags: number) => {
  const fd = openSync(name, flags)
  fsyncSync(fd)
  closeSync(fd)
}
await measured(() => {
  copyFileSync(path, `${path}.copy`)
  flush(`${path}.copy`, constants.O_RDWR)
  renameSync(`${path}.copy`, path)
  flush(dirname(path), constants.O_RDONLY)
})
