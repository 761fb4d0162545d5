import { useEffect } from 'react'
import { useStore } from 'zustand'
import { closePlace, useEditor, usePlace } from '../editor'
import { LookupPlace } from '../lookup'
import { ReviewPlace } from '../review'
import { SettingsPlace } from '../settings'
import { FirstScreen } from './first-screen'
import { opening } from './opening'
import { save } from './saving'
import { Toolbar } from './toolbar'
import { changeSettings, useSettings } from './window-settings'
import { Workbench } from './workbench'

/** The place that is shown: it takes the whole body. */
export function PlaceBody() {
  const place = usePlace()
  const settings = useSettings()
  const reading = useStore(opening, ({ running }) => running > 0)
  const nothing = useEditor((state) => state.order.length === 0 && state.refused.length === 0)
  // What had the focus is gone: the keys of a place work as soon as it is there.
  useEffect(() => {
    if (place.kind === 'workbench' || document.activeElement !== document.body) return
    const back = document.querySelector('.place button')
    if (back instanceof HTMLElement) back.focus({ preventScroll: true })
  }, [place.kind])
  switch (place.kind) {
    case 'lookup':
      return <LookupPlace ids={place.ids} onBack={closePlace} />
    case 'review':
      return <ReviewPlace onBack={closePlace} onSave={(ids) => void save(ids)} />
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
