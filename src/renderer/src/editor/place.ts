import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { TrackId } from '../../../shared/model'

/** How files are looked up: as albums, or each on its own by what it is called or sounds like. */
export type LookupBy = 'album' | 'name' | 'sound'

/** What takes the body of the window. */
export type Place =
  | { readonly kind: 'workbench' }
  | {
      readonly kind: 'lookup'
      readonly ids: readonly TrackId[]
      /** Default: as albums. */
      readonly by?: LookupBy
      /** It is an album of the run over the library, begun then (ms since 1970), and that is where it goes back to. */
      readonly run?: { readonly album: number; readonly startedAt: number }
    }
  | { readonly kind: 'lookup-all' }
  | { readonly kind: 'findCover'; readonly ids: readonly TrackId[] }
  /** All albums of the list that miss one. */
  | { readonly kind: 'missingCovers' }
  | { readonly kind: 'lyrics'; readonly ids: readonly TrackId[] }
  | { readonly kind: 'review' }
  /** What is to be decided between the person's edits and another program's. */
  | { readonly kind: 'conflict' }
  /** Without ids all files of the list are looked through. */
  | { readonly kind: 'repair'; readonly ids?: readonly TrackId[] }
  | { readonly kind: 'history' }
  | { readonly kind: 'settings' }

/** The place that is shown. It lies with the editor, as every place may open another but none may import the frame. */
export const place = createStore<{ readonly shown: Place }>()(() => ({ shown: { kind: 'workbench' } }))

export const openPlace = (shown: Place): void => place.setState({ shown })

/** Back to the table. */
export const closePlace = (): void => openPlace({ kind: 'workbench' })

export const usePlace = (): Place => useStore(place, (state) => state.shown)
