import {
  applyPlan,
  defaultWriteOptions,
  type Problem,
  type SavePlan,
  type WriteOptions,
} from '../../../shared/model'
import { accessBytes } from '../file-access'
import type { Metadata, MetadataPatch } from '../metadata'
import { MetadataReader } from '../reader'
import { MetadataWriter } from '../writer'

const reader = new MetadataReader()
const writer = new MetadataWriter()
/** Whose results are checked by our own reading alone: the votes of the libraries have specs of their own. */
export const writerWithoutVotes = new MetadataWriter({ opinions: [] })

interface How {
  readonly by?: MetadataWriter
  readonly options?: Partial<WriteOptions>
}

const outcomeOf = (bytes: Uint8Array, patch: MetadataPatch, { by = writer, options }: How) =>
  by.plan(accessBytes(bytes), patch, 'file', { ...defaultWriteOptions, ...options })

/** What the reader answers for these bytes. @throws Error when it has a problem with them */
export async function read(bytes: Uint8Array): Promise<Metadata> {
  const outcome = await reader.readFrom(accessBytes(bytes), 'file')
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.metadata
}

/** @throws Error when the save is refused */
export async function planOf(bytes: Uint8Array, patch: MetadataPatch, how: How = {}): Promise<SavePlan> {
  const outcome = await outcomeOf(bytes, patch, how)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.plan
}

/** The file after a save. @throws Error when that is refused */
export const save = async (bytes: Uint8Array, patch: MetadataPatch, how: How = {}): Promise<Uint8Array> =>
  applyPlan(bytes, await planOf(bytes, patch, how))

/** Why a save is refused; undefined when it is not. */
export async function refusalOf(
  bytes: Uint8Array,
  patch: MetadataPatch,
  how: How = {},
): Promise<Problem | undefined> {
  const outcome = await outcomeOf(bytes, patch, how)
  return outcome.ok ? undefined : outcome.problem
}

export const title = (text: string): MetadataPatch => ({ values: { title: [text] } })
