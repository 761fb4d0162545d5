// Saves one title the way the app does: verified, recorded in the history, flushed. `FILE TITLE DATA WARM`, where WARM is
// a small file of the same format.
import { historyDatabase, journalFolder, newOperation, saveTask } from '../../src/main/library'
import { MetadataReader, MetadataWriter } from '../../src/main/metadata'
import { defaultWriteOptions } from '../../src/shared/model'
import { measured } from './measured'

/**
 * Saves by each route before the measured one: in the app the code is loaded, and the history is open. As many letters
 * outgrow any room; more of them would leave a full log, which the measured save then clears.
 */
const warmUps = [100_000, 200_000, 0, 0, 0]

const [path = '', title = '', data = '', small = ''] = process.argv.slice(2)

async function titleOf(file: string): Promise<readonly string[]> {
  const current = await new MetadataReader().read(file)
  if (!current.ok) throw new Error(JSON.stringify(current.problem))
  return current.metadata.values.title ?? []
}

async function save(file: string, from: readonly string[], to: string): Promise<void> {
  const outcome = await saveTask({
    path: file,
    changes: { values: { title: { from: [...from], to: [to] } } },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: journalFolder(data),
    keepModified: false,
    recording: {
      database: historyDatabase(data),
      as: { operation: newOperation({ kind: 'edit', label: 'bench' }, 1) },
    },
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
}

let titled = await titleOf(small)
for (const [round, letters] of warmUps.entries()) {
  for (const to of [...(letters === 0 ? [] : ['W'.repeat(letters)]), `Warm ${round}`]) {
    await save(small, titled, to)
    titled = [to]
  }
}

/** A WAV has no tag before its first save, which makes room for the next. */
if ((await titleOf(path)).length === 0) await save(path, [], 'A title')

const planned = await new MetadataWriter().planFile(path, { values: { title: [title] } })
if (!planned.ok) throw new Error(JSON.stringify(planned.problem))
/** What the save has to change: the larger side of each splice. */
const region = planned.plan.splices.reduce(
  (sum, { remove, insert }) => sum + Math.max(remove, insert.length),
  0,
)
const from = await titleOf(path)
await measured(() => save(path, from, title), { region })
