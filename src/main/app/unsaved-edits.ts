import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { FieldChangesMessage } from '../../shared/ipc'
import { FieldChangesSchema } from '../../shared/ipc/schemas'
import { type FieldName, samePictures, sameValue, type TrackId } from '../../shared/model'
import type { KeptEdits, Log } from '../ipc'

/** Unsaved edits of one file; null where there are none any more. */
const Line = z.strictObject({ path: z.string(), changes: FieldChangesSchema.nullable() })
type Line = z.infer<typeof Line>

/**
 * The edits that were made and not saved, as the page tells them, on disk within a moment: they outlive the page, the
 * app and a power cut. Kept by path, since ids mean nothing in another run.
 */
export interface UnsavedEdits extends KeptEdits {
  /** The window closed and left nothing unsaved, but for what nobody was asked about yet. */
  closed(): void
  settled(): Promise<void>
}

export interface UnsavedEditsParts {
  /** `<data>/unsaved-edits.jsonl` */
  readonly path: string
  readonly pathOf: (id: TrackId) => string | undefined
  readonly log: Log
}

/** Lines that say nothing any more are cleared away once there are so many. */
const idleLines = 2000

export function createUnsavedEdits({ path, pathOf, log }: UnsavedEditsParts): UnsavedEdits {
  const kept = load(path, log)
  /** A row may be off the list by the time its edits are gone. */
  const paths = new Map<TrackId, string>()
  /** What an earlier run left, until the person has decided about it. */
  const undecided = new Map(kept)
  let pending: Line[] = []
  let lines = kept.size
  let writing: Promise<void> | undefined

  async function write(): Promise<void> {
    while (pending.length > 0) {
      const now = pending
      pending = []
      try {
        if (kept.size === 0) {
          await rm(path, { force: true })
          lines = 0
        } else if (lines > idleLines && lines > 4 * kept.size) {
          await replace(
            path,
            [...kept].map(([file, changes]) => ({ path: file, changes })),
          )
          lines = kept.size
        } else await append(path, now)
      } catch (error) {
        // Editing goes on: what is lost by this is lost only if the app dies too.
        log.error('unsaved edits could not be kept', error)
      }
    }
  }

  const note = (line: Line): void => {
    if (line.changes === null) kept.delete(line.path)
    else kept.set(line.path, line.changes)
    pending.push(line)
    lines++
  }
  /** The edits of this run over those that nobody decided about yet: a field that is edited anew is decided. */
  const overEarlier = (
    file: string,
    changes: FieldChangesMessage | undefined,
  ): FieldChangesMessage | null => {
    const earlier = undecided.get(file)
    if (earlier === undefined || changes === undefined) return changes ?? earlier ?? null
    const left = withoutFields(earlier, changes)
    if (left === undefined) undecided.delete(file)
    else undecided.set(file, left)
    return { ...earlier, ...changes, values: { ...earlier.values, ...changes.values } }
  }
  const flush = (): void => {
    writing ??= write().finally(() => {
      writing = undefined
    })
  }

  return {
    get left() {
      return [...undecided.keys()]
    },
    restored(files) {
      undecided.clear()
      for (const [file, changes] of kept) if (!files.has(file)) undecided.set(file, changes)
    },
    keep(edits) {
      for (const { id, changes } of edits) {
        const file = pathOf(id) ?? paths.get(id)
        if (file === undefined) continue
        const before = paths.get(id)
        if (before !== undefined && before !== file && kept.has(before)) note({ path: before, changes: null })
        if (changes === undefined) paths.delete(id)
        else paths.set(id, file)
        if (changes !== undefined || kept.has(file)) note({ path: file, changes: overEarlier(file, changes) })
      }
      flush()
    },
    saved(edits) {
      for (const { id, changes } of edits) {
        const file = pathOf(id) ?? paths.get(id)
        const before = file === undefined ? undefined : kept.get(file)
        if (file === undefined || before === undefined) continue
        const left = without(before, changes)
        note({ path: file, changes: left ?? null })
      }
      flush()
    },
    moved(moves) {
      const going = moves.flatMap(({ from, to }) => {
        const changes = kept.get(from)
        return changes === undefined ? [] : [{ from, to, changes }]
      })
      for (const { from } of going) note({ path: from, changes: null })
      for (const { to, changes } of going) note({ path: to, changes })
      flush()
    },
    of: (file) => kept.get(file),
    all: () => [...kept],
    forget() {
      undecided.clear()
      this.closed()
    },
    closed() {
      for (const file of [...kept.keys()]) note({ path: file, changes: undecided.get(file) ?? null })
      flush()
    },
    async settled() {
      await writing
    },
  }
}

/** What is kept beyond what was saved; undefined where that is nothing. */
function without(
  { values, pictures, removedKinds }: FieldChangesMessage,
  saved: FieldChangesMessage,
): FieldChangesMessage | undefined {
  const left: FieldChangesMessage['values'] = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    const done = saved.values[field]
    const isDone = change !== undefined && done !== undefined && sameValue(done.to, change.to)
    if (change !== undefined && !isDone) left[field] = change
  }
  const keepsPictures =
    pictures !== undefined && !(saved.pictures !== undefined && samePictures(saved.pictures.to, pictures.to))
  const goneKinds = saved.removedKinds?.to ?? []
  const keepsKinds = removedKinds?.to.some((kind) => !goneKinds.includes(kind)) === true
  if (Object.keys(left).length === 0 && !keepsPictures && !keepsKinds) return undefined
  return { values: left, ...(keepsPictures && { pictures }), ...(keepsKinds && { removedKinds }) }
}

/** What is left without the fields that `others` change too; undefined where that is nothing. */
function withoutFields(
  { values, pictures, removedKinds }: FieldChangesMessage,
  others: FieldChangesMessage,
): FieldChangesMessage | undefined {
  const left: FieldChangesMessage['values'] = {}
  for (const field of Object.keys(values) as FieldName[]) {
    const change = values[field]
    if (change !== undefined && others.values[field] === undefined) left[field] = change
  }
  const keepsPictures = pictures !== undefined && others.pictures === undefined
  const keepsKinds = removedKinds !== undefined && others.removedKinds === undefined
  if (Object.keys(left).length === 0 && !keepsPictures && !keepsKinds) return undefined
  return { values: left, ...(keepsPictures && { pictures }), ...(keepsKinds && { removedKinds }) }
}

/** What is still said at the end; a line that was cut short, or damaged, costs only itself. */
function load(path: string, log: Log): Map<string, FieldChangesMessage> {
  const kept = new Map<string, FieldChangesMessage>()
  if (!existsSync(path)) return kept
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    let damaged = 0
    for (const [index, text] of lines.entries()) {
      if (text === '') continue
      const line = parsed(text)
      if (line === undefined) damaged += index === lines.length - 1 ? 0 : 1
      else if (line.changes === null) kept.delete(line.path)
      else kept.set(line.path, line.changes)
    }
    if (damaged > 0) {
      copyFileSync(path, `${path}.damaged`)
      log.warn(`unsaved edits: ${damaged} lines could not be read; the file was kept as ${path}.damaged`)
    }
  } catch (error) {
    log.error('unsaved edits could not be read', error)
  }
  return kept
}

function parsed(text: string): Line | undefined {
  try {
    const line = Line.safeParse(JSON.parse(text))
    return line.success ? line.data : undefined
  } catch {
    return undefined
  }
}

const textOf = (lines: readonly Line[]): string => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`

/** Begins with a line break: what a power cut left of a line before stays a line of its own. */
const append = (path: string, lines: readonly Line[]): Promise<void> =>
  written(path, 'a', (handle) => handle.appendFile(`\n${textOf(lines)}`))

async function replace(path: string, lines: readonly Line[]): Promise<void> {
  const temporary = join(dirname(path), `.unsaved-edits.${process.pid}.tmp`)
  await written(temporary, 'w', (handle) => handle.writeFile(textOf(lines)))
  await rename(temporary, path)
}

async function written(path: string, flags: string, write: (handle: FileHandle) => Promise<void>) {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, flags, 0o600)
  try {
    await write(handle)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
