/**
 * Every channel between the window and main, by name and kind. Plain data, so that the preload can build the
 * bridge from it without carrying the schemas; `contract.ts` says what each one takes and answers, and the
 * compiler keeps the two complete.
 *
 * - `call`: one request, one reply.
 * - `job`: one request, any number of progress frames over the port, one result; can be cancelled.
 * - `event`: main tells the window.
 */
export const channels = {
  'app.start': 'call',
  'app.setUnsaved': 'call',
  'app.close': 'call',
  'app.closeRequested': 'event',
  'app.command': 'event',
  'app.notice': 'event',
  'app.showInFolder': 'call',
  'app.copyDiagnostics': 'call',
  'settings.change': 'call',
  'settings.changed': 'event',
  'library.choose': 'call',
  'library.sample': 'call',
  'library.requested': 'event',
  'library.scan': 'job',
  'library.forget': 'call',
  'library.changed': 'event',
  'tracks.read': 'call',
  'tracks.reload': 'job',
  'tracks.save': 'job',
  'tracks.saveCopy': 'call',
  'tracks.makeWritable': 'call',
  'tracks.keepBeside': 'call',
  'edits.keep': 'call',
  'edits.resume': 'call',
  'edits.restore': 'call',
  'edits.discard': 'call',
  'history.list': 'call',
  'history.details': 'call',
  'history.usage': 'call',
  'history.preview': 'job',
  'history.undo': 'job',
  'history.changed': 'event',
  'tracks.rename': 'call',
  'pictures.choose': 'call',
  'pictures.add': 'call',
  'pictures.alike': 'call',
  'lookup.search': 'job',
  'lookup.track': 'job',
  'lookup.release': 'job',
  'lookup.covers': 'job',
  'lookup.cover': 'job',
  'lookup.lyrics': 'job',
  'run.plan': 'call',
  'run.start': 'call',
  'run.state': 'call',
  'run.changed': 'event',
  'run.albums': 'call',
  'run.pause': 'call',
  'run.resume': 'call',
  'run.discard': 'call',
  'run.files': 'call',
  'run.retry': 'call',
  'run.mark': 'call',
  'run.proposals': 'job',
  'services.keys': 'call',
  'services.setKey': 'call',
  'services.check': 'job',
  'queue.state': 'call',
  'queue.sent': 'call',
  'queue.changed': 'event',
  'queue.cancel': 'call',
  'queue.cancelAll': 'call',
  'queue.setPaused': 'call',
  'queue.forgetFailed': 'call',
  'queue.tryNow': 'call',
  'cache.usage': 'call',
  'cache.clear': 'call',
  'jobs.cancel': 'call',
} as const

export type Channels = typeof channels
export type ChannelName = keyof Channels
type OfKind<Kind> = { [Name in ChannelName]: Channels[Name] extends Kind ? Name : never }[ChannelName]
export type CallName = OfKind<'call'>
export type JobName = OfKind<'job'>
export type EventName = OfKind<'event'>

/** The one channel that is not of the contract: main hands the page its end of the job port on it. */
export const portChannel = 'bridge.port'
/** How the preload passes the port on to the page. */
export const portMessage = 'tagwright.port'
/** Paths of dropped files go from the preload to main on this one; the page can only hand over real `File`s. */
export const dropChannel = 'library.drop'
