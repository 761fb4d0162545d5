import type { Counts, FieldChangesMessage, GrantId, Refused } from '../../shared/ipc'
import type {
  FieldValues,
  OperationId,
  OperationKind,
  Outcome,
  Picture,
  Problem,
  Track,
  TrackId,
  WriteOptions,
} from '../../shared/model'
import type { Unkept } from '../files'
import type { Retention } from '../history'
import type { Beside } from './beside'
import type { Moved } from './companions'
import type { SoundPrint } from './fingerprint-file'
import type { HeldBack } from './hold-back'
import type { OutsideChanges } from './outside'
import type { Past } from './past'

/** Something the person chose to open; the window knows it by its id and shows its name. */
export interface Granted {
  readonly id: GrantId
  readonly name: string
}

/** Rows on their way to the window. `counts` are running totals: found = read + refused once the scan ends. */
export interface ScanBatch {
  readonly counts: Counts
  readonly tracks: readonly Track[]
  readonly refused: readonly Refused[]
}

export interface ScanOptions {
  readonly signal: AbortSignal
  readonly onBatch: (batch: ScanBatch) => void
}

/** What one save writes: just these fields of just this file. `from` is what the person saw. */
export interface SaveRequest {
  readonly id: TrackId
  readonly changes: FieldChangesMessage
}

/** One save of any number of files: one operation of the history. */
export interface SaveOrder {
  readonly kind: Exclude<OperationKind, 'rename' | 'undo'>
  /** What the operation is called in the history. */
  readonly label: string
  /** The person said so, after a save whose way back could not be recorded was refused. */
  readonly withoutUndo: boolean
  /** Whether a file that does not check out holds back the rest of its kind: not once the person has seen it. */
  readonly holdsBack: boolean
  readonly tracks: readonly SaveRequest[]
}

/** Progress of a job over tracks that are already listed. `tracks` hold the new truth from disk. */
export interface TracksProgress {
  readonly done: number
  readonly total: number
  readonly tracks: readonly Track[]
  readonly failed: readonly { readonly id: TrackId; readonly problem: Problem }[]
}

export interface TracksJobOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: TracksProgress) => void
}

/** What tracks sound like, as a service that knows sound is asked. */
export interface FingerprintProgress {
  readonly done: number
  readonly total: number
  readonly prints: readonly TrackPrint[]
  readonly failed: TracksProgress['failed']
}

export interface TrackPrint extends SoundPrint {
  readonly id: TrackId
}

export interface FingerprintOptions {
  readonly signal: AbortSignal
  readonly onProgress: (progress: FingerprintProgress) => void
}

/** Other names for listed files, in the folders where they are: all of them or none. */
export interface RenameOrder {
  /** What the operation is called in the history. */
  readonly label: string
  readonly withoutUndo: boolean
  readonly names: readonly { readonly id: TrackId; readonly fileName: string }[]
}

export interface Renamed {
  /** Undefined where it was not recorded. */
  readonly operation: OperationId | undefined
  readonly tracks: readonly Track[]
  /** Everything that moved, companions too. */
  readonly moved: readonly Moved[]
}

export interface SaveCounts {
  readonly saved: number
  readonly failed: number
  /** Not begun because the job was cancelled. */
  readonly untouched: number
  /** Not begun because another file of their kind did not check out. */
  readonly heldBack: readonly HeldBack[]
  /** What saved files have not got any more: how many files each. */
  readonly unkept: readonly { readonly what: Unkept; readonly files: number }[]
}

/** What can lie beside a listed file: its folder's cover, or its lyrics under its own name. */
export type BesideRequest =
  | { readonly kind: 'cover'; readonly hash: string }
  | { readonly kind: 'lyrics'; readonly form: 'lrc' | 'txt'; readonly text: string }

/** A picture in a listed file, or one by its hash: new in the picture store, or known to the history. */
export type PictureSource = { readonly id: TrackId; readonly index: number } | { readonly hash: string }

export interface PictureBytes {
  readonly mime: string
  readonly bytes: Uint8Array
}

/**
 * The files that are open in this session, and the jobs over them. Knows neither windows nor Electron.
 * Every answer about a file is an outcome: one bad file never throws and never stops a job.
 */
export interface Library {
  /** Remembers what the person chose to open. The paths themselves never leave main. */
  grant(paths: readonly string[]): Granted[]
  /**
   * Reads what was granted, folders recursively, and lists it. Files listed before are not doubled.
   * Unknown grants are passed over. A cancelled scan answers the counts so far.
   */
  scan(grants: readonly GrantId[], options: ScanOptions): Promise<Counts>
  /** The track as it is on disk now, with all its values, long ones included. */
  readTrack(id: TrackId): Promise<Outcome<{ track: Track; values: FieldValues }>>
  /** Reads rows again from disk. */
  reload(ids: readonly TrackId[], options: TracksJobOptions): Promise<{ done: number }>
  /**
   * Listens to the first two minutes of each track, few at once. A file that cannot be listened to, or hangs, costs its
   * own row; after a cancel no further file is begun.
   */
  fingerprint(ids: readonly TrackId[], options: FingerprintOptions): Promise<{ done: number }>
  /** Saves file by file. One bad file never stops the others; cancelling leaves finished files finished. */
  save(order: SaveOrder, options: TracksJobOptions): Promise<SaveCounts>
  /** Writes a file with these changes to another place; the file itself stays as it is. */
  saveCopy(request: SaveRequest, to: string): Promise<Outcome<object>>
  /** Lets the owner of a read-only file write to it again. */
  makeWritable(id: TrackId): Promise<Outcome<object>>
  /**
   * Writes a file beside a listed one, at once. What has its name stays as it is and is named in the answer; with
   * `replaces` it gets another name first. Not recorded: nothing is lost by it.
   */
  keepBeside(
    id: TrackId,
    what: BesideRequest,
    options: { readonly replaces: boolean },
  ): Promise<Outcome<{ beside: Beside }>>
  /** Renames files: all or none. Recorded like a save. */
  rename(order: RenameOrder): Promise<Outcome<Renamed>>
  /** What was saved so far, in this session and before, and how to take it back. */
  readonly past: Past
  /** The bytes of a picture, as they are in the file or the store. Never interpreted. */
  picture(source: PictureSource): Promise<Outcome<PictureBytes>>
  /** A picture that fits into a square of `size` pixels, as WebP; made off the main thread, cached by hash. */
  thumbnail(source: PictureSource, size: number): Promise<Outcome<PictureBytes>>
  /** Whether two pictures look the same, at whatever size. */
  alike(one: PictureSource, other: PictureSource): Promise<Outcome<{ alike: boolean }>>
  /** Takes over the bytes of a new picture (type: front cover) so that an edit can name it by its hash. */
  addPicture(bytes: Uint8Array): Promise<Outcome<{ picture: Picture }>>
  /** The real path of a listed track, for the system's file manager; undefined when it is not listed. */
  pathOf(id: TrackId): string | undefined
  /** The id of a listed file by its path. */
  idAt(path: string): TrackId | undefined
  /** The person comes back to the window: folders that cannot be watched are looked at. */
  lookAround(): void
  /** These rows left the list: their ids are no longer valid. */
  forget(ids: readonly TrackId[]): void
  /** The page that showed the list is gone: the next one is told of every file anew. */
  forgetAll(): void
  /** Ends the workers once the files at hand are finished. */
  close(): Promise<void>
}

export interface LibraryOptions {
  /** The app's data folder: new pictures and thumbnails are kept below it. */
  readonly dataDir: string
  /** The built worker (`out/main/worker.js`); `undefined` runs every task in this thread, for tests. */
  readonly workerPath: string | undefined
  /** How many workers; default min(8, max(2, cores)). */
  readonly workers?: number
  /** In which form tags are written, asked at each save; default: the form they have. */
  readonly writeOptions?: () => WriteOptions
  /** Whether saved files keep their modification time, asked at each save; default: no. */
  readonly keepModified?: () => boolean
  /** How much of the past is kept, asked whenever some may go; default: all of it. */
  readonly retention?: () => Retention
  /** Told that something was recorded, undone or forgotten. */
  readonly onHistoryChanged?: () => void
  /** Told what other programs did to the open folders; without it nothing is watched. */
  readonly onOutside?: (changes: OutsideChanges) => void
  /** Told what a person should know once, and did not ask for. */
  readonly onNotice?: (notice: Problem) => void
  /** Told what went wrong behind a problem: for the log. Never shown. */
  readonly onError?: (error: unknown, path: string | undefined) => void
}
