import { basename } from 'node:path'
import type { FieldChangesMessage } from '../../shared/ipc'
import { type Outcome, type Problem, ProblemError, type WriteOptions } from '../../shared/model'
import { makeWritable, readStamp, type Stamp, saveProblem } from '../files'
import { HistoryError } from '../history'
import { MetadataReader, readPictureHeader, readProblem } from '../metadata'
import { keepBesideTask } from './beside'
import { fingerprintFile } from './fingerprint-file'
import { historyAt, historyTasks } from './history-tasks'
import { alikeTask } from './likeness'
import { moveTasks } from './move-tasks'
import { type Reading, readingOf } from './reading'
import { notRecorded, type Recording } from './recorded-save'
import { type SavedTrack, saveTrack, saveTrackCopy, type TrackCopy } from './save-track'

export interface SaveTask {
  readonly path: string
  readonly changes: FieldChangesMessage
  /** Bytes of pictures that may not be in the file yet, by hash. */
  readonly newPictures: ReadonlyMap<string, Uint8Array>
  /** The form that tags are written in. */
  readonly options: WriteOptions
  /** The folder of journals and locks. */
  readonly journal: string
  /** Whether the file shall seem as old as before. */
  readonly keepModified: boolean
  /** Where the way back is kept, and as part of what. Undefined: without one, because the person said so. */
  readonly recording: { readonly database: string; readonly as: Recording } | undefined
}

export type ThumbnailTask = { readonly size: number } & (
  | { readonly path: string; readonly index: number }
  | { readonly bytes: Uint8Array }
)

export interface Image {
  readonly mime: string
  readonly bytes: Uint8Array
}

/** Reads one file. Never throws for a bad file. */
export async function readTask(path: string): Promise<Outcome<{ reading: Reading }>> {
  let stamp: Stamp
  try {
    // Before the bytes: a file that changes while it is read is then seen as changed when it is saved.
    stamp = readStamp(path)
  } catch (error) {
    return { ok: false, problem: readProblem(error, path) }
  }
  const outcome = await new MetadataReader().read(path)
  return outcome.ok ? { ok: true, reading: readingOf(path, stamp, outcome.metadata) } : outcome
}

/** Reads several files, one after the other: fewer messages than files. */
export async function readManyTask(paths: readonly string[]): Promise<Outcome<{ reading: Reading }>[]> {
  const outcomes: Outcome<{ reading: Reading }>[] = []
  for (const path of paths) outcomes.push(await readTask(path))
  return outcomes
}

export async function saveTask({ recording, ...change }: SaveTask): Promise<Outcome<SavedTrack>> {
  try {
    return await saveTrack(change, recording && { history: historyAt(recording.database), as: recording.as })
  } catch (error) {
    return { ok: false, problem: carriedProblem(error, change.path) }
  }
}

/** Writes what a save would make of a file to another place. */
export async function saveCopyTask(task: TrackCopy): Promise<Outcome<object>> {
  try {
    return await saveTrackCopy(task)
  } catch (error) {
    return { ok: false, problem: saveProblem(error, task.path) }
  }
}

export async function makeWritableTask(path: string): Promise<Outcome<object>> {
  try {
    makeWritable(path)
    return { ok: true }
  } catch (error) {
    return { ok: false, problem: saveProblem(error, path) }
  }
}

function carriedProblem(error: unknown, path: string): Problem {
  if (error instanceof HistoryError) return notRecorded(error, path)
  return error instanceof ProblemError ? error.problem : saveProblem(error, path)
}

/** One picture of a file, as it is. */
export async function pictureTask({ path, index }: { path: string; index: number }): Promise<Outcome<Image>> {
  const outcome = await new MetadataReader().read(path)
  if (!outcome.ok) return outcome
  const picture = outcome.metadata.pictures[index]
  return picture === undefined
    ? { ok: false, problem: { code: 'picture.missing', params: { file: basename(path) } } }
    : { ok: true, mime: picture.mime, bytes: picture.bytes }
}

/** Pictures beyond these are kept but never decoded (security.md, Hostile inputs). */
const maxPictureBytes = 64 * 1024 * 1024
const maxPixels = 100_000_000
/** How good a thumbnail looks against how large it is: 0 to 100 (WebP). */
const webpQuality = 82

/** A small WebP of a picture. The header decides before anything is decoded; SVG and HTML never are. */
export async function thumbnailTask(task: ThumbnailTask): Promise<Outcome<Image>> {
  const file = 'path' in task ? basename(task.path) : ''
  const picture = 'path' in task ? await pictureTask(task) : { ok: true as const, bytes: task.bytes }
  if (!picture.ok) return picture
  const { bytes } = picture
  const header = readPictureHeader(bytes)
  const refuse = (code: Problem['code'], reason = ''): Outcome<Image> => ({
    ok: false,
    problem: { code, params: { file, reason } },
  })
  if (header.mime === '') return refuse('picture.notAnImage')
  if (bytes.length > maxPictureBytes) return refuse('picture.tooLarge', '64 MB')
  if (header.width * header.height > maxPixels) {
    return refuse('picture.tooLarge', `${header.width} × ${header.height}`)
  }
  try {
    return { ok: true, mime: 'image/webp', bytes: await drawSmall(bytes, task.size) }
  } catch {
    // It says that it is a picture and cannot be decoded: shown as a placeholder.
    return refuse('picture.notAnImage')
  }
}

/** One frame of an animation, whatever is left of a damaged picture, turned as its camera says. */
async function drawSmall(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  // Loaded with the first thumbnail: reading does without it.
  const { createCanvas, loadImage } = await import('@napi-rs/canvas')
  const image = await loadImage(bytes)
  const scale = Math.min(1, size / Math.max(image.width, image.height))
  const width = Math.max(1, Math.round(image.width * scale))
  const height = Math.max(1, Math.round(image.height * scale))
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  return new Uint8Array(await canvas.encode('webp', webpQuality))
}

/** Everything a worker can do; run in this thread where there are no workers. */
export const tasks = {
  read: readTask,
  readMany: readManyTask,
  save: saveTask,
  saveCopy: saveCopyTask,
  makeWritable: makeWritableTask,
  keepBeside: keepBesideTask,
  picture: pictureTask,
  thumbnail: thumbnailTask,
  alike: alikeTask,
  fingerprint: fingerprintFile,
  ...historyTasks,
  ...moveTasks,
} as const

export type TaskName = keyof typeof tasks
export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0]
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>
