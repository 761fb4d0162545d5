import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { isAudioName } from '../../src/main/files'
import { caseOf } from '../../src/main/files/testing/cases'
import { faults } from '../../src/main/files/testing/faults'
import { callsOf, type Outcome, outcomeOf, trySave } from '../../src/main/files/testing/injector'
import * as rareFormats from '../../src/main/metadata/testing/rare-formats'
import { titlePlans } from '../../src/main/metadata/testing/title-plans'

interface File {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Files of the folder, and those formats that no encoder at hand makes. */
function filesIn(folder: string): File[] {
  const found = readdirSync(folder)
    .filter(isAudioName)
    .map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(folder, name))),
    }))
  const made = Object.entries(rareFormats).map(([name, make]) => ({ name: `made.${name}`, bytes: make() }))
  return [...found, ...made]
}

type Tally = Record<Outcome, number> & { files: number; calls: number; runs: number }

const noTally = (): Tally => ({ files: 0, calls: 0, runs: 0, old: 0, new: 0, damaged: 0, 'left over': 0 })

/**
 * Saves real plans of every writable file in the folder, by every route, and makes every call fail in every way:
 * ENOSPC, EDQUOT, EIO, EACCES and EROFS, once and from then on, short writes, and a process that stops dead before,
 * within and after the call. Then recovery runs. Prints a table; answers whether every file was old or new.
 */
export async function injectAll(folder: string): Promise<boolean> {
  const rows = new Map<string, Tally>()
  let isGood = true
  for (const { name, bytes } of filesIn(folder)) {
    const plans = await titlePlans(bytes, name)
    if (plans === undefined) continue
    for (const [kind, planned] of Object.entries(plans)) {
      for (const hardLinked of [false, true]) {
        const one = caseOf(kind, planned.bytes, planned.plan, { hardLinked, keepModified: hardLinked })
        const key = `${extname(name).slice(1).padEnd(13)}${one.route}`
        const row = rows.get(key) ?? noTally()
        rows.set(key, row)
        const calls = callsOf(one)
        row.files++
        row.calls += calls
        for (const { fault, onwards, name: said } of faults) {
          for (let at = 1; at <= calls; at++) {
            const tried = trySave(one, at, fault, onwards)
            const outcome = outcomeOf(one, tried)
            row.runs++
            row[outcome]++
            if (outcome === 'old' || outcome === 'new') continue
            isGood = false
            process.stdout.write(
              `✗ ${name}, ${kind}: ${outcome} after ${said} at call ${at}, ${tried.call}\n`,
            )
          }
        }
      }
    }
    process.stderr.write(`\r${name.padEnd(40)}`)
  }
  process.stderr.write('\r')
  print(rows)
  return isGood
}

function print(rows: ReadonlyMap<string, Tally>): void {
  const line = (key: string, { files, calls, runs, ...found }: Tally) =>
    `${key.padEnd(26)}${String(files).padStart(6)}${String(calls).padStart(8)}${String(runs).padStart(9)}` +
    `${Object.values(found)
      .map((count) => String(count).padStart(10))
      .join('')}\n`
  process.stdout.write(
    'format       route        saves   calls   faults       old       new   damaged left over\n',
  )
  const all = noTally()
  for (const [key, row] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
    for (const name of Object.keys(all) as (keyof Tally)[]) all[name] += row[name]
    process.stdout.write(line(key, row))
  }
  process.stdout.write(line('all', all))
}
