import { createStore } from 'zustand/vanilla'

/** What lies over the window, by a command. */
export type OverlayName = 'palette' | 'keys' | 'jobs'

export const overlays = createStore<{ readonly shown: OverlayName | undefined }>()(() => ({
  shown: undefined,
}))

export const showOverlay = (shown: OverlayName | undefined): void => overlays.setState({ shown })
