// Saves one file after another for ever, the way the app does, until it is killed. Says before each save which.
import { writeSync } from 'node:fs'
import { historyDatabase, journalFolder, newOperation, saveTask } from '../../src/main/library'
import { MetadataReader } from '../../src/main/metadata'
import { defaultWriteOptions } from '../../src/shared/model'

const [data = '', ...files] = process.argv.slice(2)
const reader = new MetadataReader()

/** Short, long and longer again: in place where there is room, a new file where there is none. */
const lengths = [1, 40, 3, 9000, 200]

for (let round = 0; ; round++) {
  const path = files[round % files.length] ?? ''
  const current = await reader.read(path)
  if (!current.ok) throw new Error(`${path}: ${JSON.stringify(current.problem)}`)
  const { values } = current.metadata
  // All three say the same, so that a mixture of two saves can be told.
  const text = `v${round}`.padEnd(lengths[round % lengths.length] ?? 1, 'x')
  writeSync(1, `${path}\n`)
  const outcome = await saveTask({
    path,
    changes: {
      values: Object.fromEntries(
        (['title', 'album', 'artist'] as const).map((field) => [
          field,
          { from: [...(values[field] ?? [])], to: [text] },
        ]),
      ),
    },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: journalFolder(data),
    keepModified: round % 3 === 0,
    recording: {
      database: historyDatabase(data),
      as: { operation: newOperation({ kind: 'edit', label: text.slice(0, 20) }, 1) },
    },
  })
  if (!outcome.ok) throw new Error(`${path}: ${JSON.stringify(outcome.problem)}`)
}
