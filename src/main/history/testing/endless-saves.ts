// A process that saves one file over and over the way the app does, until it is killed, or for so many rounds.
// Usage: endless-saves.mjs DATABASE FILE SEED [ROUNDS]
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { applyPlan, type OperationId, type SavePlan } from '../../../shared/model'
import { readStamp } from '../../files'
import { accessBytes } from '../../metadata'
import { seededRandom } from '../../metadata/testing/seeded-random'
import { invertPlan, openHistory } from '..'

const [database = '', path = '', seed = '0', rounds = '1000000'] = process.argv.slice(2)
const random = seededRandom(Number(seed))
const history = openHistory(database)
console.log('ready')
for (let round = 0; round < Number(rounds); round++) {
  const original = new Uint8Array(readFileSync(path))
  const at = Math.floor(random() * 1000)
  const insert = new Uint8Array(randomBytes(20 + Math.floor(random() * 3000)))
  const plan: SavePlan = {
    size: original.length,
    splices: [{ at, remove: 500 + Math.floor(random() * 2000), insert }],
    audio: [{ start: 4000, end: original.length }],
  }
  const operation = {
    id: randomBytes(16).toString('hex') as OperationId,
    kind: 'edit' as const,
    label: `round ${round}`,
    timeMs: Date.now(),
    planned: 1,
  }
  const file = history.prepare(operation, {
    path,
    stamp: readStamp(path),
    inverse: invertPlan(accessBytes(original), plan),
    changes: { values: { title: { from: [], to: [String(round)] } } },
  })
  const next = `${path}.${process.pid}.new`
  const fd = openSync(next, 'w')
  writeSync(fd, applyPlan(original, plan))
  fsyncSync(fd)
  closeSync(fd)
  renameSync(next, path)
  if (!history.done(file, { stamp: readStamp(path) })) process.exitCode = 2
}
history.close()
