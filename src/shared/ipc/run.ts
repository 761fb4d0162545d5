import { z } from 'zod'
import { Problem } from '../model'
import { Candidate, Proposal } from './lookup'
import { limits, TrackIdSchema } from './schemas'
import { ServiceName } from './services'

/** Why nothing was found: the files say nothing to search for, no service knew anything, or what it knew is unlike. */
export const NothingWhy = z.enum(['noWords', 'noHits', 'unlike'])

/** What came of looking an album up. `others`: how many more candidates there are. */
export const RunResult = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sure'), best: Candidate, others: z.int() }),
  z.strictObject({ kind: z.literal('unsure'), best: Candidate, others: z.int() }),
  z.strictObject({ kind: z.literal('nothing'), why: NothingWhy, best: Candidate.optional() }),
  z.strictObject({ kind: z.literal('parked'), problem: Problem }),
])
export type RunResult = z.infer<typeof RunResult>

/** The lists that albums end in. */
export const RunList = z.enum(['sure', 'unsure', 'nothing', 'parked'])
export type RunList = z.infer<typeof RunList>

/** What the person did about an album since. */
export const RunMark = z.enum(['open', 'applied', 'skipped'])
export type RunMark = z.infer<typeof RunMark>

/** An album's number in its run, from 0. */
const AlbumNumber = z.int().min(0).max(limits.tracks)
const AlbumNumbers = z.array(AlbumNumber).max(limits.tracks)

/** A row of one of the lists. */
export const RunAlbum = z.strictObject({
  album: AlbumNumber,
  /** Those of its files that are listed. */
  ids: z.array(TrackIdSchema),
  files: z.int(),
  /** As the files say it; else the folder's name. */
  title: z.string(),
  artist: z.string(),
  result: RunResult,
  mark: RunMark,
  /** How long until it is tried again by itself, in ms; absent when it is not. */
  retryMs: z.number().optional(),
})
export type RunAlbum = z.infer<typeof RunAlbum>

/** How often a service may be asked: `calls` in any `windowMs`. */
export const ServicePace = z.strictObject({
  service: ServiceName,
  limit: z.strictObject({ calls: z.int(), windowMs: z.number() }).optional(),
})
export type ServicePace = z.infer<typeof ServicePace>

/** What a run over so many albums would be. */
export const RunPlan = z.strictObject({
  /** Those that are asked, the most trusted first; the next only where that one is not sure. */
  services: z.array(ServicePace),
  seconds: z.number(),
})
export type RunPlan = z.infer<typeof RunPlan>

/** How far a run is. Small, as it is sent a few times a second. */
export const RunState = z.strictObject({
  /** `left`: the page or the app ended before the run did. */
  kind: z.enum(['left', 'running', 'paused', 'finished']),
  /** Ms since 1970. Answers since then are this run’s own. */
  startedAt: z.number(),
  albums: z.int(),
  waiting: z.int(),
  sure: z.int(),
  unsure: z.int(),
  nothing: z.int(),
  parked: z.int(),
  /** Sure ones that are neither applied nor skipped. */
  applicable: z.int(),
  /** Parked ones that are tried again by themselves. */
  retrying: z.int(),
  /** Files of it that are not listed now. */
  unlisted: z.int(),
  /** Sent to services so far, since it was begun or continued. */
  requests: z.int(),
  secondsLeft: z.number(),
  services: z.array(ServicePace),
  /** Another one whenever rows of the lists may be others. */
  revision: z.int(),
})
export type RunState = z.infer<typeof RunState>

/** All files of all albums in one list, and how many each album has: nested lists are slow to send. */
export const RunRequest = z.strictObject({
  files: z.array(TrackIdSchema).min(1).max(limits.tracks),
  sizes: z.array(z.int().min(1)).min(1).max(limits.tracks),
})

export const RunPage = z.strictObject({
  list: RunList,
  from: z.int().min(0),
  count: z.int().min(1).max(200),
})

export const RunMarking = z.strictObject({ albums: AlbumNumbers, mark: RunMark })
export const RunRetry = AlbumNumbers
/** The values of all sure albums that were neither applied nor skipped are wanted, but for these. */
export const RunProposals = z.strictObject({ except: AlbumNumbers })

export const RunProposal = z.strictObject({ album: AlbumNumber, proposal: Proposal })
export type RunProposal = z.infer<typeof RunProposal>
