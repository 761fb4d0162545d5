import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { FieldName } from '../../../shared/model'

interface PanelState {
  /** The fields beyond the usual ones are shown. */
  readonly more: boolean
  /** Fields that were added to be typed into, in no file yet. */
  readonly added: ReadonlySet<FieldName>
  /** A name for a field of one's own is being typed. */
  readonly naming: boolean
}

/** How the panel is unfolded: kept while another place is shown. */
export const panelState = createStore<PanelState>()(() => ({ more: false, added: new Set(), naming: false }))

export const usePanelState = (): PanelState => useStore(panelState)

export const toggleMore = (): void => panelState.setState(({ more }) => ({ more: !more }))

export const startNaming = (): void => panelState.setState({ naming: true, more: true })

export const stopNaming = (): void => panelState.setState({ naming: false })

export const addField = (field: FieldName): void =>
  panelState.setState(({ added }) => ({ added: new Set([...added, field]), more: true, naming: false }))
