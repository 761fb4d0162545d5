import type { SavePlan } from '../../shared/model'
import type { FileStat } from './file-system'
import type { OpenFile } from './transfer'

/** The file that is to be saved, as it was found: open for reading, and the plan fits it. */
export interface Original {
  /** The name it was asked for by; for messages. */
  readonly path: string
  /** With all links resolved. */
  readonly real: string
  readonly source: OpenFile
  readonly stat: FileStat
  readonly plan: SavePlan
  /** Where journals lie. Undefined: there are none. */
  readonly journal: string | undefined
  readonly keepModified: boolean
}

/** What a save could not keep: `owner`, or `attributes`: extended attributes and access control lists. */
export type Unkept = 'owner' | 'attributes'
