// Fills a cache until it is killed: `node endless-puts.mjs PATH`. Says each number that it has put.
import { openCacheDatabase } from '../database'

const database = openCacheDatabase(String(process.argv[2]), {
  maxBytes: 100_000_000,
  onSetAside: () => process.exit(1),
})
for (let number = 0; ; number += 1) {
  database.put(String(number), { head: `head ${number}`, body: new Uint8Array(50_000).fill(number % 256) })
  process.stdout.write(`${number}\n`)
}
