import { useEffect } from 'react'
import type { TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { editor, withUnknownValues } from '../editor'

const mostAtOnce = 1000
const settleMs = 60

/** Ids whose long values could not be read: asked for once, not on every look. */
const failed = new Set<TrackId>()

/** Reads comments and lyrics of these tracks into the editor. */
export async function readLongValues(ids: readonly TrackId[]): Promise<void> {
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const part = ids.slice(at, at + mostAtOnce)
    const answer = await bridge.tracks.read(part)
    const read = answer.ok ? answer.value : []
    const learnt = read.flatMap((each) => (each.ok ? [{ id: each.id, values: each.values }] : []))
    const known = new Set(learnt.map(({ id }) => id))
    for (const id of part) if (!known.has(id)) failed.add(id)
    editor.getState().learn(learnt as Parameters<ReturnType<typeof editor.getState>['learn']>[0])
  }
}

/** Reads comments and lyrics of the tracks that are looked at, once the selection has settled. */
export function useLongValues(ids: readonly TrackId[]): void {
  useEffect(() => {
    const unknown = withUnknownValues(editor.getState(), ids).filter((id) => !failed.has(id))
    if (unknown.length === 0) return
    const timer = setTimeout(() => void readLongValues(unknown), settleMs)
    return () => clearTimeout(timer)
  }, [ids])
}
