import { applyPlan } from '../../../shared/model'
import type { Layout, LayoutPatch } from '../containers/layout'
import { accessBytes } from '../file-access'
import type { PictureWithBytes } from '../metadata'
import { layoutOf as recognised } from '../open-layout'

/** The layout of a file's bytes, recognised as any file is. */
export function layoutOf(bytes: Uint8Array): Layout {
  const layout = recognised(accessBytes(bytes))
  if (layout === undefined) throw new Error('not recognised')
  return layout
}

/** The file after a patch, without the checks of the writer. */
export function patched(
  bytes: Uint8Array,
  values: LayoutPatch['values'],
  pictures?: readonly PictureWithBytes[],
): Uint8Array {
  const splices = layoutOf(bytes).plan({ values, pictures })
  return applyPlan(bytes, { size: bytes.length, splices, audio: [] })
}
