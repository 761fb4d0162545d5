import { basename, dirname, join } from 'node:path'
import type { Outcome, Picture, Problem, Track, TrackId } from '../../shared/model'
import { defaultWriteOptions, frontCover, orThrow, ProblemError } from '../../shared/model'
import type { Unkept } from '../files'
import { describePicture } from '../metadata'
import { type BesideTask, coverName, lyricsPath } from './beside'
import { createSettleCutShort } from './cut-short'
import { createFollowing } from './following'
import { historyDatabase, historyNoticeIn } from './history-tasks'
import { createHoldBack } from './hold-back'
import type {
  BesideRequest,
  Library,
  LibraryOptions,
  PictureBytes,
  PictureSource,
  SaveRequest,
  ScanOptions,
} from './library'
import { listenTo } from './listen-job'
import { movedTracks, plannedNames } from './new-names'
import { createPast, newOperation, setAsideProblem } from './past'
import { PictureStore } from './picture-store'
import { createInProcessPool, createPool, defaultWorkers, type Pool, TaskFailedError } from './pool'
import { readFile } from './read-files'
import { journalFolder } from './recovery'
import { scan } from './scan-job'
import { type Listed, Session } from './session'
import type { SaveTask } from './tasks'
import { Thumbnails } from './thumbnails'
import { overTracks, type TrackOutcome } from './tracks-job'

/** What came of saving one file, and what it has not got any more. */
type SaveOutcome = Outcome<{ result: Track | undefined; unkept: readonly Unkept[] }>

/** What a file that does not check out may have in common with others; nothing where its kind is not known. */
const kindOf = (listed: Listed | undefined): string | undefined =>
  listed === undefined || listed.format === 'other' ? undefined : listed.format

/** Larger pictures are refused at the door: no file should grow by them unnoticed. */
const maxPictureBytes = 64 * 1024 * 1024

/** Pictures are compared by their smallest thumbnails, in pixels. */
const likenessSize = 64

const notListed: Problem = { code: 'file.notFound', params: { file: '' } }

export function createLibrary({
  dataDir,
  workerPath,
  workers,
  writeOptions = () => defaultWriteOptions,
  keepModified = () => false,
  retention = () => ({}),
  onHistoryChanged = () => {},
  onNotice = () => {},
  onOutside,
  onError = () => {},
}: LibraryOptions): Library {
  const session = new Session()
  const onMessage = (message: unknown): void => {
    const notice = historyNoticeIn(message)
    if (notice !== undefined) onNotice(setAsideProblem(notice))
  }
  const pool: Pool =
    workerPath === undefined
      ? createInProcessPool(onError)
      : createPool({ workerPath, workers: workers ?? defaultWorkers(), onError, onMessage })
  const journal = journalFolder(dataDir)
  const pictures = new PictureStore(join(dataDir, 'pictures'))
  const thumbnails = new Thumbnails(join(dataDir, 'thumbnails'), (error) => onError(error, undefined))
  const running = new Set<Promise<unknown>>()
  const following =
    onOutside &&
    createFollowing({
      session,
      pool,
      idle: async () => {
        while (running.size > 0) await Promise.allSettled(running)
      },
      onOutside,
      onNotice,
      onError,
    })
  const database = historyDatabase(dataDir)
  const settleCutShort = createSettleCutShort({ pool, journal, database, onError })
  const past = createPast({
    database,
    journal,
    pool,
    session,
    settleCutShort,
    writeOptions,
    keepModified,
    retention,
    onError,
  })
  /** Nothing is saved before the history has settled what an earlier run left unsettled. */
  let started: Promise<void> | undefined
  const startHistory = (): Promise<void> => {
    started ??= pool
      .run('startHistory', { database }, database)
      .then((outcome) => void orThrow(outcome))
      // Each save will say that it cannot be recorded, and offer to go on without.
      .catch((error: unknown) => onError(error, database))
    return started
  }

  const readAgain = async (id: TrackId): Promise<TrackOutcome> => {
    const listed = session.listed(id)
    if (listed === undefined) return { ok: false, problem: notListed }
    const outcome = await readFile(pool, listed.path)
    return outcome.ok ? { ok: true, result: session.update(id, outcome.reading) } : outcome
  }

  const saveOne = async (
    { id, changes }: SaveRequest,
    recording: SaveTask['recording'],
  ): Promise<SaveOutcome> => {
    const listed = session.listed(id)
    if (listed === undefined) return { ok: false, problem: notListed }
    try {
      await keepReplaced(listed, changes.pictures)
      const newPictures = await storedBytes(pictures, changes.pictures?.to ?? [])
      const { path } = listed
      const form = { options: writeOptions(), journal, keepModified: keepModified() }
      const task = { path, changes, newPictures, ...form, recording }
      const outcome = await pool.run('save', task, path)
      if (!outcome.ok) return outcome
      return { ok: true, result: session.update(id, outcome.reading), unkept: outcome.unkept }
    } catch (error) {
      const saved = error instanceof TaskFailedError ? await settleCutShort(error, listed.path) : undefined
      if (saved !== undefined) return { ok: true, result: session.update(id, saved), unkept: [] }
      return { ok: false, problem: problemOf(error) }
    }
  }

  /**
   * Pictures that a save takes out of the file go to the store first: undo needs their bytes, and so does the
   * window that still shows them. A picture that cannot be kept is not given up: the save is refused.
   */
  const keepReplaced = async (
    { path, pictures: present }: { readonly path: string; readonly pictures: readonly Picture[] },
    change: SaveRequest['changes']['pictures'],
  ): Promise<void> => {
    const staying = new Set(change?.to.map(({ hash }) => hash))
    for (const { hash } of change?.from ?? []) {
      const index = present.findIndex((picture) => picture.hash === hash)
      if (index < 0 || staying.has(hash) || (await pictures.get(hash)) !== undefined) continue
      await pictures.put(orThrow(await pool.run('picture', { path, index }, path)).bytes)
    }
  }

  /** There is something new in the history, and perhaps more than is to be kept. */
  const historyGrew = (): void => {
    onHistoryChanged()
    void tracked(past.prune())
  }

  /** Closing waits for what is under way: a save is never left half-done on purpose. */
  const tracked = async <Value>(work: Promise<Value>): Promise<Value> => {
    running.add(work)
    try {
      return await work
    } finally {
      running.delete(work)
    }
  }

  /** A picture that an edit or the history names: its bytes lie in the store, in the history or in a file. */
  const pictureBytes = async (hash: string): Promise<Uint8Array | undefined> => {
    const stored = await pictures.get(hash)
    if (stored !== undefined) return stored
    return orThrow(await pool.run('historyPicture', { database, hash }, database)).bytes
  }

  /** Undefined where the picture is not there, or is none. */
  const fileBeside = async (
    path: string,
    what: BesideRequest,
  ): Promise<Pick<BesideTask, 'folder' | 'name' | 'bytes'> | undefined> => {
    const folder = dirname(path)
    if (what.kind === 'lyrics') {
      const name = basename(lyricsPath(path, what.form))
      return { folder, name, bytes: new TextEncoder().encode(what.text) }
    }
    const bytes = await pictureBytes(what.hash)
    const name = bytes && coverName(describePicture(bytes, noLabel).mime)
    return name === undefined || bytes === undefined ? undefined : { folder, name, bytes }
  }

  const pictureIn = async (source: PictureSource): Promise<Outcome<PictureBytes>> => {
    if ('hash' in source) {
      return runPicture(async () => {
        const bytes = await pictureBytes(source.hash)
        return bytes === undefined
          ? missing()
          : { ok: true, mime: describePicture(bytes, noLabel).mime, bytes }
      })
    }
    const listed = session.listed(source.id)
    if (listed === undefined) return missing()
    return runPicture(() => pool.run('picture', { path: listed.path, index: source.index }, listed.path))
  }

  const thumbnail: Library['thumbnail'] = async (source, size) => {
    if ('hash' in source) {
      const make = (pixels: number) =>
        runPicture(async () => {
          const bytes = await pictureBytes(source.hash)
          return bytes === undefined ? missing() : pool.run('thumbnail', { bytes, size: pixels }, '')
        })
      return thumbnails.get(source.hash, size, make)
    }
    const listed = session.listed(source.id)
    const picture = listed?.pictures[source.index]
    if (listed === undefined || picture === undefined) return missing()
    const { path } = listed
    const make = (pixels: number) =>
      runPicture(() => pool.run('thumbnail', { path, index: source.index, size: pixels }, path))
    return thumbnails.get(picture.hash, size, make)
  }

  return {
    grant: (paths) => session.grant(paths),
    scan: (grants, options) => {
      const paths = grants.map((id) => session.grantedPath(id)).filter((path) => path !== undefined)
      for (const path of paths) following?.opened(path)
      const onBatch: ScanOptions['onBatch'] = (batch) => {
        void following?.listed(batch.tracks)
        options.onBatch(batch)
      }
      return tracked(scan(paths, { ...options, onBatch }, { pool, session }))
    },
    async readTrack(id) {
      const listed = session.listed(id)
      if (listed === undefined) return { ok: false, problem: notListed }
      const outcome = await readFile(pool, listed.path)
      if (!outcome.ok) return outcome
      const track = session.update(id, outcome.reading)
      return track === undefined
        ? { ok: false, problem: notListed }
        : { ok: true, track, values: outcome.reading.values }
    },
    async reload(ids, options) {
      const items = ids.map((id) => ({ id }))
      const work = overTracks(items, ({ id }) => readAgain(id), pool.workers * 2, options)
      const { succeeded, failed } = await tracked(work)
      return { done: succeeded + failed }
    },
    async fingerprint(ids, options) {
      // One worker stays free for whoever opens or saves something meanwhile.
      const atOnce = Math.max(1, Math.min(2, pool.workers - 1))
      const pathOf = (id: TrackId) => session.listed(id)?.path
      const { succeeded, failed } = await tracked(listenTo(ids, { atOnce, pool, pathOf }, options))
      return { done: succeeded + failed }
    },
    async save({ withoutUndo, holdsBack, tracks, kind, label }, options) {
      await startHistory()
      const operation = newOperation({ kind, label }, tracks.length)
      const recording = withoutUndo ? undefined : { database, as: { operation } }
      // Two at once: one writes while the other is read and planned; more would only fight over the disk.
      const atOnce = Math.min(2, pool.workers)
      const hold = createHoldBack((id) => (holdsBack ? kindOf(session.listed(id)) : undefined))
      const unkept = new Map<Unkept, number>()
      const one = async (track: SaveRequest): Promise<TrackOutcome> => {
        const outcome = await saveOne(track, recording)
        if (!outcome.ok) hold.failed(track.id, outcome.problem)
        else for (const what of outcome.unkept) unkept.set(what, (unkept.get(what) ?? 0) + 1)
        return outcome
      }
      const mayBegin = ({ id }: SaveRequest) => hold.mayBegin(id)
      const { succeeded, failed } = await tracked(overTracks(tracks, one, atOnce, { ...options, mayBegin }))
      if (recording !== undefined && succeeded + failed > 0) historyGrew()
      const { heldBack } = hold
      const held = heldBack.reduce((sum, { ids }) => sum + ids.length, 0)
      return {
        saved: succeeded,
        failed,
        untouched: tracks.length - succeeded - failed - held,
        heldBack,
        unkept: [...unkept].map(([what, files]) => ({ what, files })),
      }
    },
    async saveCopy({ id, changes }, to) {
      const listed = session.listed(id)
      if (listed === undefined) return { ok: false, problem: notListed }
      const { path } = listed
      try {
        const newPictures = await storedBytes(pictures, changes.pictures?.to ?? [])
        const task = { path, changes, newPictures, options: writeOptions(), journal, to }
        return await tracked(pool.run('saveCopy', task, path))
      } catch (error) {
        return { ok: false, problem: problemOf(error) }
      }
    },
    async makeWritable(id) {
      const listed = session.listed(id)
      if (listed === undefined) return { ok: false, problem: notListed }
      try {
        return await pool.run('makeWritable', listed.path, listed.path)
      } catch (error) {
        return { ok: false, problem: problemOf(error) }
      }
    },
    async keepBeside(id, what, { replaces }) {
      const listed = session.listed(id)
      if (listed === undefined) return { ok: false, problem: notListed }
      try {
        const file = await fileBeside(listed.path, what)
        if (file === undefined) return missing()
        return await tracked(pool.run('keepBeside', { ...file, replaces, journal }, listed.path))
      } catch (error) {
        return { ok: false, problem: problemOf(error) }
      }
    },
    async rename({ label, withoutUndo, names }) {
      await startHistory()
      const moves = plannedNames(names, (id) => session.listed(id)?.path)
      if (!moves.ok) return moves
      const operation = newOperation({ kind: 'rename', label }, moves.moves.length)
      const recording = withoutUndo ? undefined : { database, as: operation }
      try {
        const task = { moves: moves.moves, journal, recording }
        const outcome = await tracked(pool.run('renameFiles', task, moves.moves[0]?.from ?? ''))
        if (!outcome.ok) return outcome
        const tracks = await movedTracks(outcome.moved, { session, pool })
        if (recording !== undefined) historyGrew()
        return { ok: true, operation: recording?.as.id, tracks, moved: outcome.moved }
      } catch (error) {
        if (error instanceof TaskFailedError) await settleCutShort(error)
        return { ok: false, problem: problemOf(error) }
      }
    },
    past: {
      ...past,
      async list(request) {
        await startHistory()
        return past.list(request)
      },
      async undo(request, options) {
        await startHistory()
        const counts = await tracked(past.undo(request, options))
        if (counts.undone + counts.failed > 0) historyGrew()
        return counts
      },
      async prune() {
        await startHistory()
        await tracked(past.prune())
        onHistoryChanged()
      },
    },
    picture: pictureIn,
    thumbnail,
    async alike(one, other) {
      const small = await Promise.all([thumbnail(one, likenessSize), thumbnail(other, likenessSize)])
      const [first, second] = small
      if (!first.ok) return first
      if (!second.ok) return second
      try {
        return await pool.run('alike', [first.bytes, second.bytes], '')
      } catch (error) {
        return { ok: false, problem: problemOf(error) }
      }
    },
    async addPicture(bytes) {
      const refused = (code: Problem['code'], reason = ''): Outcome<{ picture: Picture }> => ({
        ok: false,
        problem: { code, params: { file: '', reason } },
      })
      if (bytes.length > maxPictureBytes) return refused('picture.tooLarge', '64 MB')
      const { bytes: _, ...picture } = describePicture(bytes, noLabel)
      if (picture.mime === '') return refused('picture.notAnImage')
      try {
        await pictures.put(bytes)
      } catch (error) {
        onError(error, undefined)
        return refused('file.ioError', error instanceof Error ? error.message : String(error))
      }
      return { ok: true, picture }
    },
    pathOf: (id) => session.listed(id)?.path,
    idAt: (path) => session.idAt(path),
    lookAround: () => following?.lookAround(),
    forget(ids) {
      session.forget(ids)
      void following?.left()
    },
    forgetAll() {
      session.forgetAll()
      void following?.left()
    },
    async close() {
      await following?.close()
      await Promise.allSettled(running)
      await pool.close()
    },
  }
}

const noLabel = { type: frontCover, mime: '', description: '' }

const missing = (): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code: 'picture.missing', params: {} },
})

const problemOf = (error: unknown): Problem => {
  if (error instanceof ProblemError) return error.problem
  throw error
}

async function runPicture(run: () => Promise<Outcome<PictureBytes>>): Promise<Outcome<PictureBytes>> {
  try {
    return await run()
  } catch (error) {
    return { ok: false, problem: problemOf(error) }
  }
}

/** The bytes of those pictures that the store has; the others must be in the file. */
async function storedBytes(
  store: PictureStore,
  wanted: readonly { readonly hash: string }[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const bytes = new Map<string, Uint8Array>()
  for (const { hash } of wanted) {
    const stored = await store.get(hash)
    if (stored !== undefined) bytes.set(hash, stored)
  }
  return bytes
}
