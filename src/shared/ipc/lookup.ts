import { z } from 'zod'
import { Problem } from '../model'
import { FieldValuesSchema, limits, TrackIdSchema } from './schemas'
import { ServiceName } from './services'

/** A file as a lookup sees it: what the person sees, unsaved edits included. */
export const LookupTrack = z.strictObject({
  id: TrackIdSchema,
  fileName: z.string().max(4096),
  folder: z.string().max(32_768),
  durationMs: z.number().min(0),
  values: FieldValuesSchema,
  hasCover: z.boolean(),
})
export type LookupTrack = z.infer<typeof LookupTrack>

/** Why a candidate fits or does not. `agrees` is drawn as ✓, `unknown` as –, `differs` as ≠. */
export const Reason = z.strictObject({
  kind: z.enum(['agrees', 'unknown', 'differs']),
  code: z.enum([
    'titles',
    'lengths',
    'trackCount',
    'albumTitle',
    'artist',
    'version',
    'date',
    'barcode',
    'catalogNumber',
    'medium',
    'country',
    'label',
    'releaseId',
    'sound',
    'title',
    'length',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** How much it counted, in log-odds: for above 0, against below. 0 where it was only looked at. */
  weight: z.number(),
})
export type Reason = z.infer<typeof Reason>

/** Something that tells editions apart. */
export const OpenFact = z.enum(['barcode', 'catalogNumber', 'label', 'medium', 'country', 'date'])
export type OpenFact = z.infer<typeof OpenFact>

/** A release that may be the album. */
export const Candidate = z.strictObject({
  service: ServiceName,
  releaseId: z.string(),
  releaseGroupId: z.string(),
  title: z.string(),
  artist: z.string(),
  date: z.string(),
  country: z.string(),
  format: z.string(),
  label: z.string(),
  catalogNumber: z.string(),
  barcode: z.string(),
  trackCount: z.int(),
  /** How probable it is that the files are this album, 0…1; less for editions that fit worse than the best. */
  score: z.number(),
  /** Sure enough of the album to be taken without a question. Not of the edition, where something is open. */
  sure: z.boolean(),
  /** What would decide between this edition and others that fit equally. */
  open: z.array(OpenFact),
  reasons: z.array(Reason),
  /** Of one file: the recording that it may be, which is on this release. */
  recording: z
    .strictObject({ id: z.string(), title: z.string(), artist: z.string(), durationMs: z.number() })
    .optional(),
})
export type Candidate = z.infer<typeof Candidate>

export const SearchRequest = z.strictObject({
  tracks: z.array(LookupTrack).min(1).max(2000),
  /** Typed by the person: replaces what the tags say. An address, an id or a barcode is taken as such. */
  query: z.string().max(1000).optional(),
  /** The person asked again: kept answers count only when the service confirms them. */
  anew: z.boolean().optional(),
  /** Of an album of a run: what was answered since then (ms since 1970) is not asked again. */
  goodSince: z.number().optional(),
})
export type SearchRequest = z.infer<typeof SearchRequest>

/** What a search was for. Texts are empty where nothing names them. */
export const AskedFor = z.strictObject({
  /** Of the album or the song. */
  title: z.string(),
  artist: z.string(),
  /** Where that was read. `names`: of files and folders. */
  from: z.enum(['tags', 'names', 'typed', 'sound']),
})
export type AskedFor = z.infer<typeof AskedFor>

/** One file, whatever album it is of. */
export const TrackRequest = z.strictObject({
  track: LookupTrack,
  /** By what it sounds like, where its tags cannot be trusted. */
  bySound: z.boolean(),
  /** Typed by the person: stands for title and artist. */
  query: z.string().max(1000).optional(),
  anew: z.boolean().optional(),
})
export type TrackRequest = z.infer<typeof TrackRequest>

/** A service that could not answer does not hide what the others found. */
export const ServiceFailure = z.strictObject({ service: ServiceName, problem: Problem })
export type ServiceFailure = z.infer<typeof ServiceFailure>

/** What was found for an album or a file. */
export const SearchReply = z.strictObject({
  /** Best first. */
  candidates: z.array(Candidate),
  /** Absent where the files say nothing that could be asked for. */
  asked: AskedFor.optional(),
  /** The release that the person named by its address or id. */
  named: z.string().optional(),
  failures: z.array(ServiceFailure),
  /** Services that could not be asked: what they said before stands in, as of this time (ms since 1970). */
  stale: z.array(z.strictObject({ service: ServiceName, since: z.number() })),
})
export type SearchReply = z.infer<typeof SearchReply>

/** What a service is doing right now, for the status bar. */
export const ServiceState = z.strictObject({
  service: ServiceName,
  state: z.enum(['waiting', 'asking', 'retrying', 'paused', 'offline', 'signIn', 'done', 'failed']),
  /** Milliseconds until the next attempt, where one is planned. */
  waitMs: z.number().optional(),
})
export type ServiceState = z.infer<typeof ServiceState>

export const ReleaseRequest = z.strictObject({
  service: ServiceName,
  releaseId: z.string().max(100),
  tracks: z.array(LookupTrack).min(1).max(2000),
  /** Of a single file: the recording on the release that it is known to be, whatever its title says. */
  recordingId: z.string().max(100).optional(),
})
export type ReleaseRequest = z.infer<typeof ReleaseRequest>

/** A track of a release, and the values that the file on it would get. */
export const ReleaseTrack = z.strictObject({
  disc: z.int(),
  track: z.int(),
  title: z.string(),
  /** '' where it is the release's. */
  artist: z.string(),
  /** 0: unknown. */
  durationMs: z.number(),
  values: FieldValuesSchema,
})
export type ReleaseTrack = z.infer<typeof ReleaseTrack>

/** The release, laid over the files: which track each file is, and the values it would get. */
export const Proposal = z.strictObject({
  candidate: Candidate,
  /** The whole release in its order, so that files can be laid over it in another way without asking again. */
  tracklist: z.array(ReleaseTrack),
  tracks: z
    .array(
      z.strictObject({
        id: TrackIdSchema,
        /** Undefined: no track of the release fits this file. */
        position: z
          .strictObject({ disc: z.int(), track: z.int(), title: z.string(), durationMs: z.number() })
          .optional(),
        values: FieldValuesSchema,
      }),
    )
    .max(limits.tracks),
  /** Tracks of the release that no file was found for. */
  missing: z.array(z.strictObject({ disc: z.int(), track: z.int(), title: z.string() })),
  /** The service could not be asked: this is what it said at this time (ms since 1970). */
  staleSince: z.number().optional(),
  /** Front cover, already in main's picture store. */
  cover: z
    .strictObject({
      hash: z.string(),
      type: z.int(),
      mime: z.string(),
      description: z.string(),
      sizeBytes: z.int(),
      width: z.int(),
      height: z.int(),
    })
    .optional(),
})
export type Proposal = z.infer<typeof Proposal>
