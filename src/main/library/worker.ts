import { move, transferableSymbol, valueSymbol } from 'piscina'
import { keepBesideTask } from './beside'
import { fingerprintFile } from './fingerprint-file'
import { historyTasks } from './history-tasks'
import { alikeTask } from './likeness'
import { moveTasks } from './move-tasks'
import {
  makeWritableTask,
  pictureTask,
  readManyTask,
  readTask,
  saveCopyTask,
  saveTask,
  thumbnailTask,
} from './tasks'

/** The entry of a worker thread: one function for each task, called by name (see `pool.ts`). */

export const read = readTask
export const readMany = readManyTask
export const save = saveTask
export const saveCopy = saveCopyTask
export const makeWritable = makeWritableTask
export const keepBeside = keepBesideTask
export const fingerprint = fingerprintFile
export const {
  startHistory,
  settle,
  listOperations,
  operationDetails,
  operationFiles,
  historyPicture,
  historyUsage,
  pruneHistory,
  previewUndo,
  undoFile,
} = historyTasks
export const alike = alikeTask
export const { renameFiles, undoMoves } = moveTasks
export const picture = async (input: Parameters<typeof pictureTask>[0]) => handOver(await pictureTask(input))
export const thumbnail = async (input: Parameters<typeof thumbnailTask>[0]) =>
  handOver(await thumbnailTask(input))

/** Pictures change hands instead of being copied. */
function handOver<Result extends { readonly ok: boolean; readonly bytes?: Uint8Array }>(
  result: Result,
): unknown {
  const buffer = result.bytes?.buffer
  if (!(buffer instanceof ArrayBuffer) || result.bytes?.byteLength !== buffer.byteLength) return result
  return move({ [transferableSymbol]: [buffer], [valueSymbol]: result })
}
