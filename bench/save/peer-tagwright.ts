// Saves one title the way the app does: verified, recorded in the history, flushed. `FILE TITLE DATA`.
import { historyDatabase, journalFolder, newOperation, saveTask } from '../../src/main/library'
import { MetadataReader, MetadataWriter } from '../../src/main/metadata'
import { defaultWriteOptions } from '../../src/shared/model'
import { measured } from './measured'

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

/** Once before, so that the code is loaded and the history open, as they are in the app. */
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
const first = from[0] ?? ''
const warm = await save(`${first.slice(0, -1)}~`, from)
if (!warm.ok) throw new Error(JSON.stringify(warm.problem))
await measured(
  async () => {
    const outcome = await save(title, [`${first.slice(0, -1)}~`])
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  },
  { region },
)
