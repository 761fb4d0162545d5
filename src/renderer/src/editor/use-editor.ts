import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../../shared/model'
import { createEditor, type Editor } from './editor'
import { createView, selectedIds, type View } from './view'

/** The window has one editor. */
export const editor = createEditor()
/** … and one view of it. */
export const view = createView(editor)

export function useEditor<Selected>(selector: (state: Editor) => Selected): Selected {
  return useStore(editor, selector)
}

export function useView<Selected>(selector: (state: View) => Selected): Selected {
  return useStore(view, selector)
}

/** The selected tracks that are shown, in the order of the table. */
export function useSelectedIds(): readonly TrackId[] {
  const selection = useEditor((state) => state.selection)
  const shown = useView((state) => state.shown)
  return useMemo(() => selectedIds({ selection }, { shown }), [selection, shown])
}
