import { useCallback } from 'react'
import { useStore } from 'zustand'
import { bridge } from '../bridge'
import { ConflictPlace } from '../conflict'
import { FindCoverPlace, type FindCoverPlaceProps, MissingCoversPlace, ReleaseCover } from '../covers'
import { closePlace, openPlace, type Place, useEditor, usePlace } from '../editor'
import { HistoryPlace } from '../history'
import { LookupAllPlace, LookupPlace, type LookupPlaceProps, markReviewed } from '../lookup'
import { LyricsPlace } from '../lyrics'
import { readLongValues } from '../panel'
import { RepairPlace } from '../repair'
import { ReviewPlace } from '../review'
import { SettingsPlace } from '../settings'
import { decideConflicts } from './deciding'
import { FirstScreen } from './first-screen'
import { openRunFiles } from './library-runs'
import { opening } from './opening'
import { showOverlay } from './overlays'
import { saveChanges } from './saving'
import { Toolbar } from './toolbar'
import { changeSettings, useSettings } from './window-settings'
import { Workbench } from './workbench'

/** The place that is shown: it takes the whole body. */
export function PlaceBody() {
  const place = usePlace()
  const settings = useSettings()
  const reading = useStore(opening, ({ running }) => running > 0)
  const nothing = useEditor((state) => state.order.length === 0 && state.refused.length === 0)
  const covers = useCoverSettings()
  switch (place.kind) {
    case 'lookup':
      return <LookupOf place={place} />
    case 'lookup-all':
      return (
        <LookupAllPlace
          onBack={closePlace}
          onOpenFiles={openRunFiles}
          onShowRequests={() => showOverlay('jobs')}
        />
      )
    case 'findCover':
      return <FindCoverPlace ids={place.ids} {...covers} onBack={closePlace} />
    case 'missingCovers':
      return (
        <MissingCoversPlace
          trusted={covers.trusted}
          leastPixels={settings.covers.leastPixels}
          onLeastPixels={(leastPixels) =>
            void changeSettings({ covers: { ...settings.covers, leastPixels } })
          }
          onBack={closePlace}
        />
      )
    case 'lyrics':
      return (
        <LyricsPlace
          ids={place.ids}
          settings={settings.lyrics}
          onSettings={(lyrics) => void changeSettings({ lyrics })}
          readLongValues={readLongValues}
          onBack={closePlace}
        />
      )
    case 'repair':
      return (
        <RepairPlace
          key={place.ids === undefined ? 'all' : 'some'}
          ids={place.ids}
          readLongValues={readLongValues}
          onBack={closePlace}
        />
      )
    case 'review':
      return <ReviewPlace onBack={closePlace} onSave={(changes) => void saveChanges(changes)} />
    case 'conflict':
      return <ConflictPlace onBack={closePlace} onDecide={decideConflicts} />
    case 'history':
      return <HistoryPlace onBack={closePlace} onShowJobs={() => showOverlay('jobs')} />
    case 'settings':
      return (
        <SettingsPlace
          settings={settings}
          onChange={(change) => void changeSettings(change)}
          onBack={closePlace}
        />
      )
    case 'workbench':
      return (
        <>
          <Toolbar />
          {nothing && !reading ? <FirstScreen /> : <Workbench />}
        </>
      )
  }
}

const toRun = () => openPlace({ kind: 'lookup-all' })

/** An album of the run over the library goes back to the run, which hears what became of it. */
function LookupOf({ place: { ids, by, run } }: { place: Extract<Place, { kind: 'lookup' }> }) {
  const album = run?.album
  const done = useCallback(
    (applied: boolean) => {
      if (album !== undefined) markReviewed(bridge, album, applied)
    },
    [album],
  )
  const { lookupTicks } = useSettings()
  const kept = {
    ticks: lookupTicks,
    keep: (ticks: typeof lookupTicks) => void changeSettings({ lookupTicks: ticks }),
  }
  const { trusted } = useCoverSettings()
  const shared: Pick<LookupPlaceProps, 'ids' | 'kept' | 'coverStep'> = {
    ids,
    kept,
    coverStep: (step) => <ReleaseCover {...step} trusted={trusted} />,
  }
  if (run === undefined) return <LookupPlace {...shared} by={by} onBack={closePlace} />
  return <LookupPlace {...shared} goodSince={run.startedAt} onDone={done} onBack={toRun} />
}

/** What a choice of covers goes by, and where it is kept. */
function useCoverSettings(): Pick<FindCoverPlaceProps, 'trusted' | 'keepIn' | 'onKeepIn'> {
  const { services, covers } = useSettings()
  return {
    trusted: services.map(({ name }) => name),
    keepIn: covers.keepIn,
    onKeepIn: (keepIn) => void changeSettings({ covers: { ...covers, keepIn } }),
  }
}
