// A process that moves the files of one folder to another one and back, each time under the next one's name, until it
// is killed. Usage: endless-moves.mjs JOURNAL HOME AWAY
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { moveFiles } from '../move'
import { readStamp } from '../stamp'

const [journal = '', home = '', away = ''] = process.argv.slice(2)

function moveAll(from: string, to: string): void {
  const names = readdirSync(from).sort()
  moveFiles(
    journal,
    names.map((name, index) => ({
      from: join(from, name),
      to: join(to, names[(index + 1) % names.length] ?? name),
      expected: readStamp(join(from, name)),
    })),
  )
}

console.log('ready')
for (;;) {
  moveAll(home, home)
  moveAll(home, away)
  moveAll(away, home)
}
