import { createStore } from 'zustand/vanilla'
import type { Translate } from '../../../../shared/i18n'
import type { Answer, RunList, RunState } from '../../../../shared/ipc'
import type { bridge as realBridge } from '../../bridge'
import { openPlace, place } from '../../editor'
import { type JobHandle, runJob } from '../../jobs'
import { notify } from '../../ui'
import { aboutText } from './estimate-text'

interface RunView {
  /** As main last told; undefined before it did. */
  readonly state: RunState | null | undefined
  /** When that was so, in ms of this page’s clock. */
  readonly at: number
  /** Which list is looked at, kept while the place is left for a review. */
  readonly list: RunList
  /** Sure albums whose tick was taken away. */
  readonly unticked: ReadonlySet<number>
}

const fresh = { list: 'sure', unticked: new Set<number>() } as const

/** The run over the library, as main last told, and how it is looked at. */
export const libraryRun = createStore<RunView>()(() => ({ state: undefined, at: 0, ...fresh }))

export function takeRun(state: RunState | null, now = Date.now()): void {
  const before = libraryRun.getState().state
  libraryRun.setState({
    state,
    at: now,
    // Another run: its albums are others.
    ...(before?.startedAt !== state?.startedAt && fresh),
  })
}

export const hasRun = (): boolean => libraryRun.getState().state?.kind !== undefined

/** Tells what became of an album that was reviewed. */
export function markReviewed(bridge: Pick<typeof realBridge, 'run'>, album: number, applied: boolean): void {
  libraryRun.setState(({ unticked }) => ({
    unticked: new Set([...unticked].filter((each) => each !== album)),
  }))
  void bridge.run.mark({ albums: [album], mark: applied ? 'applied' : 'skipped' })
}

export const doneOf = ({ albums, waiting }: RunState): number => albums - waiting

export const resultText = (translate: Translate, { sure, unsure, nothing, parked }: RunState): string =>
  translate('run.result', { sure, unsure, nothing, parked })

interface Watching {
  readonly bridge: Pick<typeof realBridge, 'run' | 'events'>
  readonly translate: () => Translate
}

/** Follows main’s run from now on, and shows it among the jobs while it runs. @returns what ends it */
export function watchRun({ bridge, translate }: Watching): () => void {
  let shown = false
  const look = ({ state }: RunView) => {
    if (state?.kind !== 'running' || shown) return
    shown = true
    void runJob(
      translate()('run.job'),
      (handle) => followRun(handle, translate, () => void bridge.run.pause()),
      (end) => ({ text: resultText(translate(), end), failures: [] }),
    ).then((answer) => {
      shown = false
      if (answer.ok && answer.value.kind === 'finished') sayFinished(translate(), answer.value)
      look(libraryRun.getState())
    })
  }
  const ends = [bridge.events.on('run.changed', (state) => takeRun(state)), libraryRun.subscribe(look)]
  void bridge.run.state().then((answer) => {
    if (answer.ok) takeRun(answer.value)
  })
  return () => {
    for (const end of ends) end()
  }
}

/** The run as a job: it ends when nothing runs any more, for whatever reason. To cancel it is to pause it. */
function followRun(
  { signal, report }: JobHandle,
  translate: () => Translate,
  pause: () => void,
): Promise<Answer<RunState>> {
  return new Promise((resolve) => {
    let last: RunState | undefined
    const look = ({ state }: RunView) => {
      if (state?.kind === 'running') {
        last = state
        const note = translate()('run.left', { time: aboutText(translate(), state.secondsLeft) })
        report({ done: doneOf(state), total: state.albums, ...(state.waiting > 0 && { note }) })
        return
      }
      end()
      const ended = state ?? last
      resolve(
        ended === undefined
          ? { ok: false, problem: { code: 'job.cancelled', params: {} } }
          : { ok: true, value: ended },
      )
    }
    const end = libraryRun.subscribe(look)
    signal.addEventListener('abort', pause, { once: true })
    look(libraryRun.getState())
  })
}

function sayFinished(translate: Translate, state: RunState): void {
  if (place.getState().shown.kind === 'lookup-all') return
  const action = { label: translate('run.show'), run: () => openPlace({ kind: 'lookup-all' }) }
  notify(resultText(translate, state), { action })
}
