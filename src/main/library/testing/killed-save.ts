// A process that saves a title the way the app does and is killed right before one step of it.
// Usage: killed-save.mjs DATA FILE OLD-TITLE TITLE STEP
import { defaultWriteOptions } from '../../../shared/model'
import { openHistory } from '../../history'
import { historyDatabase } from '../history-tasks'
import { newOperation } from '../past'
import { journalFolder } from '../recovery'
import { saveTrack } from '../save-track'
import { stoppingAt } from './stopping'

const [dataDir = '', path = '', from = '', to = '', step = '0'] = process.argv.slice(2)
const road = stoppingAt(Number(step), () => {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
})
const outcome = await saveTrack(
  {
    path,
    changes: { values: { title: { from: [from], to: [to] } } },
    newPictures: new Map(),
    options: defaultWriteOptions,
    journal: journalFolder(dataDir),
    keepModified: false,
  },
  {
    history: road.history(openHistory(historyDatabase(dataDir))),
    as: { operation: newOperation({ kind: 'edit', label: 'Title' }, 1) },
  },
  road.parts,
)
if (!outcome.ok) throw new Error(outcome.problem.code)
