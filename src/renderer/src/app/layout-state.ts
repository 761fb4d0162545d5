import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { changeLayout, windowSettings } from './window-settings'

/** Below this the panel lies over the table instead of beside it. */
const narrow = window.matchMedia('(max-width: 999px)')

interface LayoutState {
  readonly narrow: boolean
  /** The panel as a drawer. Not remembered: it is in the way of the table. */
  readonly drawer: boolean
}

export const layoutState = createStore<LayoutState>()(() => ({ narrow: narrow.matches, drawer: false }))

narrow.addEventListener('change', ({ matches }) => layoutState.setState({ narrow: matches, drawer: false }))

export const useLayoutState = (): LayoutState => useStore(layoutState)

export function toggleSidebar(): void {
  void changeLayout({ sidebar: !windowSettings.getState().settings.layout.sidebar })
}

export function togglePanel(): void {
  if (layoutState.getState().narrow) layoutState.setState(({ drawer }) => ({ drawer: !drawer }))
  else void changeLayout({ panel: !windowSettings.getState().settings.layout.panel })
}

/** The panel in sight, for what puts the keyboard into it. */
export function showPanel(): void {
  if (layoutState.getState().narrow) layoutState.setState({ drawer: true })
  else if (!windowSettings.getState().settings.layout.panel) void changeLayout({ panel: true })
}
