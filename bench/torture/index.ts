// npm run torture -- [--rounds N] [--dir DIR] [--seed N]: a real process saves real files of every writable format
// without end and is killed at random moments; after each kill recovery runs and every file is looked at. Some files
// have a second name, so that all three routes of a save are killed: in place, by a new file, rewritten.
// npm run torture -- --inject [--dir DIR]: every call of a save fails in every way instead (inject.ts).
import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isAudioName } from '../../src/main/files'
import { seededRandom } from '../../src/main/metadata/testing/seeded-random'
import { injectAll } from './inject'
import { isUnharmed, torture } from './rounds'

const fixtures = fileURLToPath(new URL('../../src/main/metadata/testing/fixtures', import.meta.url))
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    dir: { type: 'string', default: fixtures },
    seed: { type: 'string', default: '1' },
    inject: { type: 'boolean', default: false },
  },
})

async function kills(): Promise<boolean> {
  const names = readdirSync(options.dir).filter(isAudioName)
  process.stdout.write(`${names.length} files: ${[...new Set(names.map(extname))].sort().join(' ')}\n`)
  const tally = await torture({
    originals: names.map((name) => join(options.dir, name)),
    rounds: Number(options.rounds),
    random: seededRandom(Number(options.seed)),
    saver: fileURLToPath(new URL('./torture-peer-saver.js', import.meta.url)),
    asksFfmpeg: true,
    say: (line) => process.stdout.write(`✗ ${line}\n`),
    onRound: (round) => {
      if (round % 50 === 0) process.stderr.write(`\r${round} of ${options.rounds}`)
    },
  })
  process.stdout.write(
    `sound by FFmpeg the same before and after: ${tally.heard} files\n` +
      `last saves that undo gives back exactly ${tally.undone} · ` +
      `saves that are neither done nor failed ${tally.unclear}\n` +
      `kills ${tally.kills} · files checked ${tally.files} · damaged ${tally.damaged} · mixed ${tally.mixed} · ` +
      `audio changed ${tally.audio} · leftovers ${tally.leftovers}\n`,
  )
  return isUnharmed(tally)
}

process.exitCode = (await (options.inject ? injectAll(options.dir) : kills())) ? 0 : 1
