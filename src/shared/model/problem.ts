import { z } from 'zod'
import './no-eval'

/**
 * What went wrong, as data. The sentence is made from the catalogues in `shared/i18n`, so that the window,
 * the menus and the command line say the same. The original error stays in the log.
 */
export const problemCodes = [
  'file.notFound',
  'file.notReadable',
  'file.notWritable',
  'file.staysReadOnly',
  'file.folderNotWritable',
  'file.journalNotWritable',
  'file.volumeReadOnly',
  'file.ownPlace',
  'file.notRegular',
  'file.hardLinked',
  'file.nameNotUtf8',
  'file.nameTaken',
  'file.nameNotAllowed',
  'file.changed',
  'file.changedOutside',
  'file.inUse',
  'file.beingSaved',
  'file.volumeGone',
  'file.halfSaved',
  'file.diskFull',
  'file.ioError',
  'file.tooLarge',
  'metadata.notAudio',
  'metadata.truncated',
  'metadata.unreadable',
  'metadata.timeout',
  'metadata.formatNotWritable',
  'metadata.structureNotWritable',
  'metadata.notStorable',
  'metadata.kindStays',
  'metadata.wouldLose',
  'metadata.notVerified',
  'sound.notDecodable',
  'sound.damaged',
  'sound.tooShort',
  'picture.notAnImage',
  'picture.tooLarge',
  'picture.missing',
  'lookup.offline',
  'lookup.timeout',
  'lookup.busy',
  'lookup.badReply',
  'lookup.refused',
  'lookup.keyRefused',
  'lookup.keyMissing',
  'lookup.notFound',
  'lookup.nothingThere',
  'lookup.strangeAddress',
  'lookup.switchedOff',
  'lookup.cancelled',
  'lookup.signIn',
  'lookup.noSoundService',
  'lookup.noCoverService',
  'lookup.noLyricsService',
  'cache.unavailable',
  'recovery.restored',
  'recovery.completed',
  'recovery.movedBack',
  'recovery.unclear',
  'history.notRecorded',
  'history.notUndoable',
  'history.unavailable',
  'history.setAside',
  'library.notWatched',
  'settings.damaged',
  'window.restarted',
  'app.stumbled',
  'bridge.badRequest',
  'bridge.notAllowed',
  'job.cancelled',
  'internal',
] as const

export type ProblemCode = (typeof problemCodes)[number]

export const remedies = [
  'retry',
  'reload',
  'make-writable',
  'save-copy',
  'show-file',
  'choose-folder',
  'open-settings',
  'save-without-undo',
] as const
export type Remedy = (typeof remedies)[number]

export const Problem = z.strictObject({
  code: z.enum(problemCodes),
  /** Values for the sentence: `file`, `reason`, `needBytes`, `service` … */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  trackId: z.string().optional(),
  remedy: z.enum(remedies).optional(),
})
export type Problem = z.infer<typeof Problem>

/** Whether a save was refused because of what it would have made of the file, not because of where the file lies. */
export const isVerificationFailure = ({ code }: Problem): boolean =>
  code === 'metadata.notVerified' || code === 'metadata.wouldLose'

/** Whether a copy elsewhere helps: the file can be read, and not be written to where it lies. */
export const helpsToCopy = ({ code, remedy }: Problem): boolean =>
  remedy === 'save-copy' || remedy === 'make-writable' || code === 'file.diskFull'

/** For work whose failure is a normal answer: one bad file never stops a batch. */
export type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem }

/** Carries a problem through code that throws; `cause` is what the log shows. */
export class ProblemError extends Error {
  override readonly name: string = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.code, options)
    this.problem = problem
  }
}

/** What a success holds. @throws ProblemError for a failure */
export function orThrow<T>(outcome: Outcome<T>): { readonly ok: true } & T {
  if (!outcome.ok) throw new ProblemError(outcome.problem)
  return outcome
}
