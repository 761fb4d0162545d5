// Saves one title the way the app does: verified, recorded in the history, flushed. `FILE TITLE DATA`.
import { historyDatabase, journalFolder, newOperation, saveTask } from '../../src/main/library'
import { MetadataReader, MetadataWriter } from '../../src/main/metadata'
import { defaultWriteOptions } from '../../src/shared/model'
import { measured } from './measured'

/** So many saves before the measured one: in the app the code is loaded and compiled, and the history is open. */
const warmUps = 5

const [path = '', title = '', data = ''] = process.argv.slice(2)
const current = await new MetadataReader().read(path)
if (!current.ok) throw new Error(JSON.stringify(current.problem))
const from = [...(current.metadata.values.title ?? [])]
const planned = await new MetadataWriter().planFile(path, { values: { title: [title] } })
if (!planned.ok) throw new Error(JSON.stringify(planned.problem))
/** What the save has to change: the larger side of each splice. */
const region = planned.plan.splices.reduce(
  (sum, { remove, insert }) => sum + Math.max(remove, insert.length),
  0,
)

const save = (to: string, before: readonly string[]) =>
  saveTask({
    path,
    changes: { values: { title: { from: [...before], to: [to] } } },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: journalFolder(data),
    keepModified: false,
    recording: {
      database: historyDatabase(data),
      as: { operation: newOperation({ kind: 'edit', label: 'bench' }, 1) },
    },
  })
/** Of the length that is there, so that every save but the measured one fits. */
const other = (round: number): string => `${(from[0] ?? '').slice(0, -1)}${round}`
let now = from
for (let round = 0; round < warmUps; round++) {
  const warm = await save(other(round), now)
  if (!warm.ok) throw new Error(JSON.stringify(warm.problem))
  now = [other(round)]
}
await measured(
  async () => {
    const outcome = await save(title, now)
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  },
  { region },
)
