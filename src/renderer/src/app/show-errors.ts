import { editor, view } from '../editor'

/** The files that something is wrong with, and only those. */
export function showErrors(): void {
  view.getState().showAll()
  view.getState().showFilter('errors')
  const [first] = view.getState().shown
  if (first !== undefined) editor.getState().select(first)
}
