import { useStore } from 'zustand'
import { ConflictPlace } from '../conflict'
import { FindCoverPlace, MissingCoversPlace, ReleaseCover, type ReleaseCoverProps } from '../covers'
import { closePlace, useEditor, usePlace } from '../editor'
import { HistoryPlace } from '../history'
import { LookupPlace } from '../lookup'
import { LyricsPlace } from '../lyrics'
import { readLongValues } from '../panel'
import { RepairPlace } from '../repair'
import { ReviewPlace } from '../review'
import { SettingsPlace } from '../settings'
import { decideConflicts } from './deciding'
import { FirstScreen } from './first-screen'
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
  const covers: Pick<ReleaseCoverProps, 'trusted' | 'keepIn' | 'onKeepIn'> = {
    trusted: settings.services.map(({ name }) => name),
    keepIn: settings.covers.keepIn,
    onKeepIn: (keepIn) => void changeSettings({ covers: { ...settings.covers, keepIn } }),
  }
  switch (place.kind) {
    case 'lookup':
      return (
        <LookupPlace
          ids={place.ids}
          coverStep={(step) => <ReleaseCover {...step} {...covers} />}
          onBack={closePlace}
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
