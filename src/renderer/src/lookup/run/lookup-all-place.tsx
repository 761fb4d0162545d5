import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { problemSentence } from '../../../../shared/i18n'
import type { RunList, RunState } from '../../../../shared/ipc'
import { bridge } from '../../bridge'
import { editor, openPlace, useEditor } from '../../editor'
import { runJob } from '../../jobs'
import {
  Button,
  Checkbox,
  classes,
  type KeyHint,
  KeyHints,
  matches,
  notify,
  Place,
  Progress,
  useLanguage,
  useTranslate,
} from '../../ui'
import { albumsOf } from '../albums'
import { applySure } from './apply-sure'
import { BeforeRun } from './before-run'
import { aboutText, runPace } from './estimate-text'
import { RunRows } from './run-rows'
import { doneOf, libraryRun } from './run-store'
import { useRows } from './use-rows'

export interface LookupAllPlaceProps {
  readonly onBack: () => void
  /** Opens the files of the run that are not listed. */
  readonly onOpenFiles: () => Promise<void>
  /** Shows every request to services. */
  readonly onShowRequests: () => void
}

const lists: readonly RunList[] = ['sure', 'unsure', 'nothing', 'parked']

/** What the keys do in this list, as things are. */
const hintsOf = (list: RunList, state: RunState): readonly KeyHint[] => [
  [['ArrowLeft', 'ArrowRight'], 'run.key.lists'],
  ...(list === 'sure' && state.applicable > 0 ? [[[' '], 'review.key.tick'] satisfies KeyHint] : []),
  ...(state[list] > 0 ? [[['Enter'], 'run.key.open'] satisfies KeyHint] : []),
  ...(state.applicable > 0 ? [[['Mod+Enter'], 'run.key.apply'] satisfies KeyHint] : []),
  [['Escape'], 'review.key.back'],
]

/** All albums of the list in one run: what it will take, how far it is, and what came of each album. */
export function LookupAllPlace({ onBack, onOpenFiles, onShowRequests }: LookupAllPlaceProps) {
  const translate = useTranslate()
  const state = useStore(libraryRun, (view) => view.state)
  const [anew, setAnew] = useState(false)
  if (state === undefined)
    return (
      <Place name={translate('run.title')} onBack={onBack}>
        {null}
      </Place>
    )
  if (state === null || anew) {
    return <Before replaces={state !== null} onBack={onBack} onLeave={() => setAnew(false)} />
  }
  return (
    <Results
      state={state}
      onBack={onBack}
      onOpenFiles={onOpenFiles}
      onShowRequests={onShowRequests}
      onAnew={() => setAnew(true)}
    />
  )
}

function Before(props: {
  readonly replaces: boolean
  readonly onBack: () => void
  readonly onLeave: () => void
}) {
  const { replaces, onBack, onLeave } = props
  const translate = useTranslate()
  const order = useEditor((state) => state.order)
  // As the files are now: that others come or change while this is looked at is no reason to count again.
  const albums = useMemo(() => albumsOf(editor.getState(), order), [order])
  const start = () => {
    void bridge.run
      .start({ files: albums.flat(), sizes: albums.map(({ length }) => length) })
      .then((answer) => {
        if (answer.ok) onLeave()
        else notify(problemSentence(translate, answer.problem), { tone: 'bad' })
      })
  }
  return (
    <Place name={translate('run.title')} onBack={onBack}>
      <BeforeRun albums={albums} replaces={replaces} onStart={start} onStay={onLeave} />
    </Place>
  )
}

function Results(props: LookupAllPlaceProps & { readonly state: RunState; readonly onAnew: () => void }) {
  const { state, onBack, onOpenFiles, onShowRequests, onAnew } = props
  const translate = useTranslate()
  const list = useStore(libraryRun, (view) => view.list)
  const unticked = useStore(libraryRun, (view) => view.unticked)
  const [applying, setApplying] = useState(false)
  const { startedAt, applicable } = state
  const ticked = applicable - unticked.size

  const resume = async () => {
    if (state.unlisted > 0) await onOpenFiles()
    await bridge.run.resume()
  }
  const apply = async () => {
    if (ticked === 0 || applying) return
    setApplying(true)
    const answer = await runJob(
      translate('run.applying', { count: ticked }),
      (handle) =>
        applySure(bridge, {
          ...handle,
          except: [...unticked],
          total: ticked,
          label: (count) => translate('run.label', { count }),
        }),
      ({ albums, failed }) => ({
        text: translate('run.applied', { count: albums.length }),
        failures: failed.map(({ problem }) => ({ problem, actions: [] })),
      }),
    )
    setApplying(false)
    if (!answer.ok) return
    const { albums, conflicts, failed } = answer.value
    notify(translate('run.applied', { count: albums.length }))
    if (conflicts.length > 0)
      notify(translate('lookup.conflicts', { count: conflicts.length }), { tone: 'bad' })
    if (failed.length > 0) notify(translate('run.notApplied', { count: failed.length }), { tone: 'bad' })
  }

  // Of the place, not of the list: an empty one has nothing that could hear them.
  const onKeyDown = (event: KeyboardEvent) => {
    const by = matches('ArrowRight', event) ? 1 : matches('ArrowLeft', event) ? -1 : 0
    const next = lists[lists.indexOf(list) + by]
    if (by === 0 || next === undefined) return
    event.preventDefault()
    show(next)
  }

  return (
    <Place
      name={translate('run.title')}
      note={<Note state={state} />}
      tools={<Tools state={state} onResume={() => void resume()} onAnew={onAnew} />}
      onBack={onBack}
      onConfirm={() => void apply()}
      onKeyDown={onKeyDown}
      foot={
        <>
          <KeyHints hints={hintsOf(list, state)} note="lookup.notWritten" />
          {list === 'parked' && state.parked > 0 && (
            <Button onClick={() => void bridge.run.retry([])}>{translate('run.retryAll')}</Button>
          )}
          {applicable > 0 && (
            <Button look="primary" disabled={ticked === 0 || applying} onClick={() => void apply()}>
              {translate('run.apply', { count: ticked })}
            </Button>
          )}
        </>
      }
    >
      <Head
        state={state}
        onResume={() => void resume()}
        onOpenFiles={() => void onOpenFiles()}
        onShowRequests={onShowRequests}
      />
      <div className="run-body">
        <Lists state={state} chosen={list} onChoose={show} />
        <AlbumList key={`${startedAt} ${list}`} state={state} list={list} unticked={unticked} />
      </div>
    </Place>
  )
}

const show = (list: RunList): void => libraryRun.setState({ list })

function AlbumList(props: {
  readonly state: RunState
  readonly list: RunList
  readonly unticked: ReadonlySet<number>
}) {
  const { state, list, unticked } = props
  const translate = useTranslate()
  const grid = useRef<HTMLDivElement>(null)
  const rows = useRows(list, `${state.revision} ${state.unlisted}`)
  const { applicable, startedAt } = state
  const ticked = applicable - unticked.size
  const tick = (album: number) => {
    const next = new Set(unticked)
    if (!next.delete(album)) next.add(album)
    libraryRun.setState({ unticked: next })
  }
  return (
    <section className="run-list" aria-label={translate(`run.list.${list}`)}>
      {list === 'sure' && applicable > 0 && (
        <div className="run-list-head">
          <Checkbox
            checked={ticked === applicable}
            mixed={ticked > 0 && ticked < applicable}
            onChange={() =>
              void (ticked === applicable ? untickAll() : libraryRun.setState({ unticked: new Set() }))
            }
          >
            {translate('run.tickAll')}
          </Checkbox>
        </div>
      )}
      {state[list] === 0 ? (
        <p className="place-empty" role="status">
          {translate(`run.none.${list}`)}
        </p>
      ) : (
        <RunRows
          grid={grid}
          list={list}
          count={state[list]}
          rows={rows}
          isTicked={(album) => !unticked.has(album)}
          onTick={tick}
          onReview={({ album, ids }) => openPlace({ kind: 'lookup', ids, run: { album, startedAt } })}
          onRetry={(album) => void bridge.run.retry([album])}
        />
      )}
    </section>
  )
}

/** As many as one question brings. */
const mostRows = 200

/** Takes the tick of every sure album away; which those are only main knows. */
async function untickAll(): Promise<void> {
  const unticked = new Set<number>()
  for (let from = 0; ; from += mostRows) {
    const answer = await bridge.run.albums({ list: 'sure', from, count: mostRows })
    if (!answer.ok) return
    for (const { album, mark } of answer.value) if (mark === 'open') unticked.add(album)
    if (answer.value.length < mostRows) break
  }
  libraryRun.setState({ unticked })
}

function Note({ state }: { readonly state: RunState }) {
  const translate = useTranslate()
  const { kind, albums, services, waiting, secondsLeft } = state
  const words = [
    translate('run.albums', { count: albums }),
    kind !== 'finished' && runPace(translate, services),
    waiting > 0 && translate('run.left', { time: aboutText(translate, secondsLeft) }),
  ]
  return <>{words.filter(Boolean).join(' · ')}</>
}

function Tools(props: {
  readonly state: RunState
  readonly onResume: () => void
  readonly onAnew: () => void
}) {
  const { state, onResume, onAnew } = props
  const translate = useTranslate()
  return (
    <div className="run-tools">
      {state.kind === 'running' && (
        <Button onClick={() => void bridge.run.pause()}>{translate('run.pause')}</Button>
      )}
      {state.kind === 'paused' && <Button onClick={onResume}>{translate('run.resume')}</Button>}
      {state.kind !== 'running' && (
        <Button look="plain" onClick={onAnew}>
          {translate('run.again')}
        </Button>
      )}
    </div>
  )
}

/** How far it is, and what it waits for. */
function Head(props: {
  readonly state: RunState
  readonly onResume: () => void
  readonly onOpenFiles: () => void
  readonly onShowRequests: () => void
}) {
  const { state, onResume, onOpenFiles, onShowRequests } = props
  const translate = useTranslate()
  const { kind, albums, waiting, requests, retrying, unlisted } = state
  const done = doneOf(state)
  const standing = { left: 'run.interrupted', paused: 'run.paused', finished: 'run.finished' } as const
  return (
    <div className="run-head">
      <Progress label={translate('run.title')} done={done} total={albums} className="run-progress" />
      <p className="run-progress-line">
        <span>
          {translate('run.progress', { done, total: albums })}
          {kind !== 'running' && ` · ${translate(standing[kind])}`}
        </span>
        {requests > 0 && <span>{translate('run.requests', { count: requests })}</span>}
        {retrying > 0 && kind === 'running' && <span>{translate('run.retrying', { count: retrying })}</span>}
        <button type="button" className="link" onClick={onShowRequests}>
          {translate('run.showRequests')}
        </button>
      </p>
      {kind === 'left' && waiting + retrying > 0 && (
        <div className="run-banner" role="status">
          <span>{translate('run.stillToDo', { count: waiting + retrying, total: albums })}</span>
          <Button look="primary" onClick={onResume}>
            {translate('run.resume')}
          </Button>
          <Button onClick={() => void bridge.run.discard()}>{translate('run.discard')}</Button>
        </div>
      )}
      {kind === 'finished' && unlisted > 0 && (
        <div className="run-banner" role="status">
          <span>{translate('run.unlisted', { count: unlisted })}</span>
          <Button onClick={onOpenFiles}>{translate('run.openFiles')}</Button>
        </div>
      )}
    </div>
  )
}

function Lists(props: {
  readonly state: RunState
  readonly chosen: RunList
  readonly onChoose: (list: RunList) => void
}) {
  const { state, chosen, onChoose } = props
  const translate = useTranslate()
  const number = new Intl.NumberFormat(useLanguage())
  return (
    <nav className="run-lists" aria-label={translate('run.lists')}>
      {lists.map((list) => (
        <button
          key={list}
          type="button"
          aria-current={list === chosen}
          className={classes('run-list-name', list === chosen && 'run-list-chosen')}
          onClick={() => onChoose(list)}
        >
          <span className={`run-shape run-shape-${list}`} aria-hidden="true" />
          <span className="run-list-word">{translate(`run.list.${list}`)}</span>
          <span className="run-count">{number.format(state[list])}</span>
        </button>
      ))}
    </nav>
  )
}
