import { useStore } from 'zustand'
import { createEditor, type Editor } from './editor'

/** The window has one editor. */
export const editor = createEditor()

export function useEditor<Selected>(selector: (state: Editor) => Selected): Selected {
  return useStore(editor, selector)
}
