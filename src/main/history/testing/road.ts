import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import type { FieldChangesMessage } from '../../../shared/ipc'
import {
  applyPlan,
  type FieldName,
  noValue,
  type OperationId,
  type OperationKind,
  type Picture,
  type SavePlan,
} from '../../../shared/model'
import { readStamp } from '../../files'
import { accessBytes, type Metadata, MetadataReader, MetadataWriter } from '../../metadata'
import type { Details, History, Operation, Saving, TakesBack, Undo, UndoRequest } from '..'
import { invertPlan } from '..'

export const sha256Of = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')

export const operation = (kind: OperationKind = 'edit', label: string = kind, planned = 1): Operation => ({
  id: randomBytes(16).toString('hex') as OperationId,
  kind,
  label,
  timeMs: Date.now(),
  planned,
})

/** What another program, or `files`, does: a whole new file in the old one's place. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.new`, bytes)
  renameSync(`${path}.new`, path)
}

export const carryOut = (path: string, plan: SavePlan): void =>
  replaceFile(path, applyPlan(new Uint8Array(readFileSync(path)), plan))

export async function readMetadata(path: string): Promise<Metadata> {
  const outcome = await new MetadataReader().read(path)
  if (!outcome.ok) throw new Error(outcome.problem.code)
  return outcome.metadata
}

/** A plan that sets these fields, without second opinions: what is tested here is the way back. */
export async function planOf(
  path: string,
  values: { readonly [Name in FieldName]?: readonly string[] },
  pictures?: readonly (Picture & { bytes?: Uint8Array | undefined })[],
): Promise<SavePlan> {
  const patch = pictures === undefined ? { values } : { values, pictures }
  const outcome = await new MetadataWriter({ opinions: [] }).planFile(path, patch)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.plan
}

const label = ({ hash, type, mime, description, sizeBytes, width, height }: Picture): Picture => ({
  hash,
  type,
  mime,
  description,
  sizeBytes,
  width,
  height,
})

/** All that `prepare` is to be told of a save. */
export async function savingOf(
  path: string,
  plan: SavePlan,
  values: { readonly [Name in FieldName]?: readonly string[] },
  pictures?: readonly Picture[],
): Promise<Saving> {
  const before = await readMetadata(path)
  const changes: FieldChangesMessage = { values: {} }
  for (const field of Object.keys(values) as FieldName[]) {
    changes.values[field] = {
      from: [...(before.values[field] ?? noValue)],
      to: [...(values[field] ?? noValue)],
    }
  }
  if (pictures !== undefined) {
    changes.pictures = { from: before.pictures.map(label), to: pictures.map(label) }
  }
  const leaving = before.pictures.filter(
    ({ hash }) => pictures !== undefined && !pictures.some((picture) => picture.hash === hash),
  )
  return {
    path: realpathSync(path),
    stamp: readStamp(path),
    inverse: invertPlan(accessBytes(new Uint8Array(readFileSync(path))), plan),
    changes,
    pictures: new Map(leaving.map(({ hash, bytes }) => [hash, bytes])),
  }
}

/** The road of every save: prepared, carried out, done. */
export async function edit(
  history: History,
  path: string,
  values: { readonly [Name in FieldName]?: readonly string[] },
  {
    pictures,
    by = operation(),
    takesBack,
  }: {
    pictures?: readonly (Picture & { bytes?: Uint8Array | undefined })[]
    by?: Operation
    takesBack?: TakesBack
  } = {},
): Promise<UndoRequest> {
  const plan = await planOf(path, values, pictures)
  const file = history.prepare(by, { ...(await savingOf(path, plan, values, pictures)), takesBack })
  carryOut(path, plan)
  const holds = await readMetadata(path)
  history.done(file, {
    stamp: readStamp(path),
    holds: { values: holds.values, pictures: holds.pictures.map(label) },
  })
  return { operation: by.id, file }
}

/** Takes back what can be taken back. */
export async function undo(
  history: History,
  request: UndoRequest,
): Promise<{ answer: Undo; done?: UndoRequest }> {
  const answer = await history.undoOf(request)
  if (answer.kind === 'none' || answer.kind === 'move') return { answer }
  const { path, changes, pictures, takesBack } = answer
  const by = { ...operation('undo'), undoes: request.operation }
  if (answer.kind === 'fields') {
    const values = Object.fromEntries(
      Object.entries(changes.values).map(([field, change]) => [field, change?.to ?? []]),
    )
    const wanted = changes.pictures?.to.map((picture) => ({ ...picture, bytes: pictures.get(picture.hash) }))
    const done = await edit(history, path, values, { by, takesBack, ...(wanted && { pictures: wanted }) })
    return { answer, done }
  }
  const file = history.prepare(by, {
    path,
    stamp: answer.stamp,
    inverse: invertPlan(accessBytes(new Uint8Array(readFileSync(path))), answer.plan),
    changes,
    takesBack,
  })
  carryOut(path, answer.plan)
  history.done(file, { stamp: readStamp(path) })
  return { answer, done: { operation: by.id, file } }
}

export const filesOf = (history: History, request: UndoRequest): Details['files'] =>
  history.details({ operation: request.operation, limit: 100 })?.files ?? []
