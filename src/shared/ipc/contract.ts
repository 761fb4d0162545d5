import { z } from 'zod'
import { OperationId, OperationSummary, Problem } from '../model'
import type { CallName, ChannelName, Channels, EventName, JobName } from './channels'
import { CoverId, CoversProgress, CoversRequest } from './covers'
import {
  HistoryDetails,
  HistoryDetailsRequest,
  HistoryListRequest,
  UndoFailure,
  UndoPreview,
  UndoRequest,
} from './history'
import {
  Proposal,
  ReleaseRequest,
  SearchReply,
  SearchRequest,
  ServiceFailure,
  ServiceState,
  TrackRequest,
} from './lookup'
import { LyricsReply, LyricsRequest } from './lyrics'
import { QueueState, SentRequest } from './queue'
import {
  RunAlbum,
  RunMarking,
  RunPage,
  RunPlan,
  RunProposal,
  RunProposals,
  RunRequest,
  RunRetry,
  RunState,
} from './run'
import {
  Counts,
  FieldChangesSchema,
  FieldValuesSchema,
  GrantId,
  JobId,
  limits,
  PictureSchema,
  Refused,
  TrackIdSchema,
} from './schemas'
import { KeptKey, ServiceKey, ServiceName } from './services'
import { Settings, SettingsChange } from './settings'
import { TrackColumns } from './track-columns'

const nothing = z.undefined()

const call = <Request extends z.ZodType, Reply extends z.ZodType>(schemas: {
  request: Request
  reply: Reply
}) => ({ kind: 'call' as const, ...schemas })

const job = <Request extends z.ZodType, Progress extends z.ZodType, Reply extends z.ZodType>(schemas: {
  request: Request
  progress: Progress
  reply: Reply
}) => ({ kind: 'job' as const, ...schemas })

const event = <Payload extends z.ZodType>(payload: Payload) => ({ kind: 'event' as const, payload })

/** Something the person chose to open: by dialog, drop, command line or the system. */
export const Grant = z.strictObject({ id: GrantId, name: z.string() })
export type Grant = z.infer<typeof Grant>

export const OpenRequest = z.strictObject({ grants: z.array(Grant), mode: z.enum(['add', 'replace']) })
export type OpenRequest = z.infer<typeof OpenRequest>

export const Platform = z.enum(['linux', 'darwin', 'win32'])

/** Commands of the native menu; the window runs them like any other. */
export const MenuCommand = z.string().max(100)

export const contract = {
  /** The window is there: what it needs to draw its first frame, and what was asked to be opened at start. */
  'app.start': call({
    request: nothing,
    reply: z.strictObject({
      settings: Settings,
      platform: Platform,
      locale: z.string(),
      version: z.string(),
      open: OpenRequest.optional(),
      notices: z.array(Problem),
      /**
       * Files with unsaved edits from before: of a page that died (`page`), which come back by themselves, or of a run
       * of the app that ended without a word (`app`), which the person is asked about.
       */
      unsaved: z.strictObject({ files: z.int(), since: z.enum(['page', 'app']) }).optional(),
    }),
  }),
  /** How many files have unsaved edits, so that closing the window asks. */
  'app.setUnsaved': call({ request: z.int().min(0), reply: nothing }),
  /** The window has asked and may close now. */
  'app.close': call({ request: nothing, reply: nothing }),
  'app.closeRequested': event(nothing),
  'app.command': event(MenuCommand),
  /** What a person should know once, and did not ask for. */
  'app.notice': event(Problem),
  'app.showInFolder': call({ request: TrackIdSchema, reply: nothing }),
  /** Puts versions and the last lines of the log onto the clipboard. */
  'app.copyDiagnostics': call({ request: nothing, reply: nothing }),

  'settings.change': call({ request: SettingsChange, reply: Settings }),
  'settings.changed': event(Settings),

  /** Shows the system's open dialog. An empty list when it was cancelled. */
  'library.choose': call({ request: z.enum(['folder', 'files']), reply: z.array(Grant) }),
  /** Copies the sample library to where the person may write, and opens it. */
  'library.sample': call({ request: nothing, reply: z.array(Grant) }),
  'library.requested': event(OpenRequest),
  'library.scan': job({
    request: z.strictObject({ grants: z.array(GrantId).max(100_000) }),
    progress: z.strictObject({ counts: Counts, tracks: TrackColumns, refused: z.array(Refused) }),
    reply: Counts,
  }),
  /** These rows left the list. */
  'library.forget': call({ request: z.array(TrackIdSchema).max(limits.tracks), reply: nothing }),

  /** Other programs changed, renamed, added or removed files of the open folders. */
  'library.changed': event(
    z.strictObject({ tracks: TrackColumns, added: TrackColumns, gone: z.array(TrackIdSchema) }),
  ),

  /** All values of some tracks, long ones included. */
  'tracks.read': call({
    request: z.array(TrackIdSchema).min(1).max(1000),
    reply: z.array(
      z.union([
        z.strictObject({ id: TrackIdSchema, ok: z.literal(true), values: FieldValuesSchema }),
        z.strictObject({ id: TrackIdSchema, ok: z.literal(false), problem: Problem }),
      ]),
    ),
  }),
  /** Reads rows again from disk. */
  'tracks.reload': job({
    request: z.array(TrackIdSchema).min(1).max(limits.tracks),
    progress: z.strictObject({
      done: z.int(),
      total: z.int(),
      tracks: TrackColumns,
      failed: z.array(z.strictObject({ id: TrackIdSchema, problem: Problem })),
    }),
    reply: z.strictObject({ done: z.int() }),
  }),
  /** Writes just the changed fields of just these files. One bad file never stops the others. */
  'tracks.save': job({
    request: z.strictObject({
      /** What the operation is called in the history. */
      kind: z.enum(['edit', 'lookup', 'action']),
      label: z.string().max(1000),
      /** The person said so, after a save whose way back could not be recorded was refused. */
      withoutUndo: z.boolean(),
      /** Whether a file that does not check out holds back the rest of its kind: not once the person has seen it. */
      holdsBack: z.boolean(),
      tracks: z
        .array(z.strictObject({ id: TrackIdSchema, changes: FieldChangesSchema }))
        .min(1)
        .max(limits.tracks),
    }),
    progress: z.strictObject({
      done: z.int(),
      total: z.int(),
      /** The new truth of what was saved. */
      tracks: TrackColumns,
      failed: z.array(z.strictObject({ id: TrackIdSchema, problem: Problem })),
    }),
    reply: z.strictObject({
      saved: z.int(),
      failed: z.int(),
      /** Not begun, because the job was cancelled. */
      untouched: z.int(),
      /** Not begun, because the result of saving another file of their kind did not check out: `problem`. */
      heldBack: z.array(z.strictObject({ problem: Problem, ids: z.array(TrackIdSchema) })),
      /** What saved files had and have not got any more: of how many files. */
      unkept: z.array(z.strictObject({ what: z.enum(['owner', 'attributes']), files: z.int() })),
    }),
  }),

  /**
   * Shows the system's save dialog, and writes the file with these changes to where it says. The file itself stays as it
   * is. Answers the copy's name; null when the dialog was cancelled.
   */
  'tracks.saveCopy': call({
    request: z.strictObject({ id: TrackIdSchema, changes: FieldChangesSchema }),
    reply: z.string().nullable(),
  }),
  /** Lets the owner of a read-only file write to it again. */
  'tracks.makeWritable': call({ request: TrackIdSchema, reply: nothing }),

  /**
   * Writes a cover (one of main's pictures) or lyrics beside a file, at once. Where something has that name, nothing is
   * written unless `replaces` says so, and then what is there gets another name.
   */
  'tracks.keepBeside': call({
    request: z.strictObject({
      id: TrackIdSchema,
      what: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('cover'), hash: PictureSchema.shape.hash }),
        z.strictObject({
          kind: z.literal('lyrics'),
          form: z.enum(['lrc', 'txt']),
          text: z.string().max(limits.text),
        }),
      ]),
      replaces: z.boolean(),
    }),
    reply: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('written'), file: z.string(), aside: z.array(z.string()) }),
      z.strictObject({ kind: z.literal('taken'), by: z.string() }),
    ]),
  }),

  /** Gives files other names, in the folders where they are: all of them or none. Recorded like a save. */
  'tracks.rename': call({
    request: z.strictObject({
      label: z.string().max(1000),
      withoutUndo: z.boolean(),
      names: z
        .array(z.strictObject({ id: TrackIdSchema, fileName: z.string().max(1000) }))
        .min(1)
        .max(limits.tracks),
    }),
    reply: z.strictObject({ operation: OperationId.optional(), tracks: TrackColumns }),
  }),

  /** The unsaved edits of these files are now these; without `changes` there are none any more. */
  'edits.keep': call({
    request: z
      .array(z.strictObject({ id: TrackIdSchema, changes: FieldChangesSchema.optional() }))
      .max(limits.tracks),
    reply: nothing,
  }),
  /** The files with unsaved edits of an earlier run, to be opened. */
  'edits.resume': call({ request: nothing, reply: z.array(Grant) }),
  /** The unsaved edits of an earlier page or run, for those of their files that are listed now. */
  'edits.restore': call({
    request: nothing,
    reply: z.array(z.strictObject({ id: TrackIdSchema, changes: FieldChangesSchema })),
  }),
  /** The person does not want them. */
  'edits.discard': call({ request: nothing, reply: nothing }),

  /** Operations, the newest first, a page at a time. */
  'history.list': call({ request: HistoryListRequest, reply: z.array(OperationSummary) }),
  /** One operation with its files, a page at a time. Null when it is not there (any more). */
  'history.details': call({ request: HistoryDetailsRequest, reply: HistoryDetails.nullable() }),
  /** What the history takes on disk. */
  'history.usage': call({ request: nothing, reply: z.strictObject({ bytes: z.int() }) }),
  /** What undo would do now, file by file. Writes nothing. Null when the operation is not there (any more). */
  'history.preview': job({
    request: UndoRequest,
    progress: z.strictObject({ done: z.int(), total: z.int() }),
    reply: UndoPreview.nullable(),
  }),
  /** Takes files of an operation back; itself an operation. One bad file never stops the others. */
  'history.undo': job({
    request: UndoRequest,
    progress: z.strictObject({
      done: z.int(),
      total: z.int(),
      /** The new truth of those that are listed. */
      tracks: TrackColumns,
      failed: z.array(UndoFailure),
    }),
    reply: z.strictObject({ undone: z.int(), failed: z.int(), untouched: z.int() }),
  }),
  /** Something was recorded, undone or pruned. */
  'history.changed': event(nothing),

  /** Shows the system's open dialog for pictures. Null when it was cancelled. */
  'pictures.choose': call({ request: nothing, reply: PictureSchema.nullable() }),
  /** Takes over the bytes of a dropped or pasted picture. */
  'pictures.add': call({
    request: z
      .instanceof(Uint8Array)
      .refine((bytes) => bytes.byteLength <= limits.pictureBytes, 'larger than 64 MB'),
    reply: PictureSchema,
  }),

  /** Whether the picture in a file, or one of main's, looks like another of main's. */
  'pictures.alike': call({
    request: z.strictObject({
      one: z.union([
        z.strictObject({ id: TrackIdSchema, index: z.int().min(0).max(9999) }),
        z.strictObject({ hash: PictureSchema.shape.hash }),
      ]),
      other: PictureSchema.shape.hash,
    }),
    reply: z.boolean(),
  }),

  'lookup.search': job({
    request: SearchRequest,
    progress: ServiceState,
    reply: SearchReply,
  }),
  'lookup.track': job({ request: TrackRequest, progress: ServiceState, reply: SearchReply }),
  'lookup.release': job({ request: ReleaseRequest, progress: ServiceState, reply: Proposal }),
  /** Finds covers for an album. They come with the progress, each as soon as it can be looked at. */
  'lookup.covers': job({
    request: CoversRequest,
    progress: CoversProgress,
    reply: z.strictObject({ failures: z.array(ServiceFailure) }),
  }),
  /** One of those that were found, as large as there is. Its bytes are in main's picture store then. */
  'lookup.cover': job({ request: CoverId, progress: nothing, reply: PictureSchema }),
  /** Finds the lyrics of one song. */
  'lookup.lyrics': job({ request: LyricsRequest, progress: ServiceState, reply: LyricsReply }),

  /** What looking up so many albums would be. Asks nobody. */
  'run.plan': call({ request: z.int().min(0).max(limits.tracks), reply: RunPlan }),
  /** Looks albums up, one after another, in place of the run before. Answers once it has begun. */
  'run.start': call({ request: RunRequest, reply: nothing }),
  /** The run that there is, perhaps of an earlier page or start; null when there is none. */
  'run.state': call({ request: nothing, reply: RunState.nullable() }),
  /** The same after something changed, a few times a second at most. */
  'run.changed': event(RunState.nullable()),
  /** A page of one of its lists, in the order of its albums. */
  'run.albums': call({ request: RunPage, reply: z.array(RunAlbum) }),
  /** What is being asked is finished; no other album begins. */
  'run.pause': call({ request: nothing, reply: nothing }),
  'run.resume': call({ request: nothing, reply: nothing }),
  /** Ends it and forgets what was found. */
  'run.discard': call({ request: nothing, reply: nothing }),
  /** Its files that are not listed, to be opened. */
  'run.files': call({ request: nothing, reply: z.array(Grant) }),
  /** Tries these of its failed albums again now, all without any. */
  'run.retry': call({ request: RunRetry, reply: nothing }),
  'run.mark': call({ request: RunMarking, reply: nothing }),
  /** The releases of sure albums, laid over their files, without covers. */
  'run.proposals': job({
    request: RunProposals,
    progress: RunProposal,
    reply: z.strictObject({
      /** Albums whose release could not be had again. */
      failed: z.array(z.strictObject({ album: z.int(), problem: Problem })),
    }),
  }),

  /** Which services have a key. */
  'services.keys': call({ request: nothing, reply: z.array(KeptKey) }),
  /** Keeps a key, in the place of the one before; an empty one removes it. Answers as `services.keys` does. */
  'services.setKey': call({
    request: z.strictObject({ service: ServiceName, key: ServiceKey }),
    reply: z.array(KeptKey),
  }),
  /** Asks a service for something small. Without a problem, it is there and takes the key. */
  'services.check': job({
    request: ServiceName,
    progress: ServiceState,
    reply: z.strictObject({ problem: Problem.optional() }),
  }),

  /** All requests to services, as they are now. */
  'queue.state': call({ request: nothing, reply: QueueState }),
  /** The same after something changed, a few times a second at most. */
  'queue.changed': event(QueueState),
  /** The requests that went out last, the newest first. */
  'queue.sent': call({ request: nothing, reply: z.array(SentRequest) }),
  /** Gives up one request, or takes a failed one off the list. One that is not there is no mistake. */
  'queue.cancel': call({ request: z.int(), reply: nothing }),
  'queue.cancelAll': call({ request: nothing, reply: nothing }),
  /** What runs goes on; nothing else begins while it is paused. */
  'queue.setPaused': call({ request: z.boolean(), reply: nothing }),
  'queue.forgetFailed': call({ request: nothing, reply: nothing }),
  /** Tries now whether the network is back. */
  'queue.tryNow': call({ request: nothing, reply: nothing }),
  /** What the kept answers of services take on disk. */
  'cache.usage': call({ request: nothing, reply: z.strictObject({ bytes: z.int() }) }),
  'cache.clear': call({ request: nothing, reply: nothing }),

  'jobs.cancel': call({ request: JobId, reply: nothing }),
} satisfies {
  [Name in ChannelName]: {
    kind: Channels[Name]
    request?: z.ZodType
    reply?: z.ZodType
    progress?: z.ZodType
    payload?: z.ZodType
  }
}

export type Contract = typeof contract
export type Request<Name extends CallName | JobName> = z.input<Contract[Name]['request']>
export type ParsedRequest<Name extends CallName | JobName> = z.output<Contract[Name]['request']>
export type Reply<Name extends CallName | JobName> = z.output<Contract[Name]['reply']>
export type Progress<Name extends JobName> = z.output<Contract[Name]['progress']>
export type Payload<Name extends EventName> = z.output<Contract[Name]['payload']>

/** What crosses for a call: Electron flattens thrown errors, so a failure is a value. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

/** A job's request carries the id that the page chose, so that frames and cancel can name it. */
export const JobEnvelope = z.strictObject({ job: JobId, request: z.unknown() })
export type JobEnvelope = z.infer<typeof JobEnvelope>

/** Frames from main to the page over the job port. */
export type JobFrame =
  | { readonly job: string; readonly kind: 'progress'; readonly progress: unknown }
  | { readonly job: string; readonly kind: 'done'; readonly reply: unknown }
  | { readonly job: string; readonly kind: 'failed'; readonly problem: Problem }

/** From the page to main over the job port: a progress frame of this job was dealt with, the next may come. */
export const JobReceipt = z.strictObject({ job: JobId })
export type JobReceipt = z.infer<typeof JobReceipt>
