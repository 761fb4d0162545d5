import { useCallback, useEffect, useRef, useState } from 'react'
import type { RunAlbum, RunList } from '../../../../shared/ipc'
import { bridge } from '../../bridge'

/** Few enough that a page is quick to send, and more than a window shows. */
const pageSize = 50

/** A row, and when it was told: waits are counted from then, in ms of this page’s clock. */
export interface TimedRow {
  readonly row: RunAlbum
  readonly at: number
}

export interface Rows {
  /** Undefined while it is on its way. */
  at(index: number): TimedRow | undefined
  /** These are in sight: their pages are asked for. */
  look(first: number, last: number): void
}

/**
 * Rows of one list of the run, a page at a time as they come into sight. `version` changes when they may have changed:
 * then those in sight are asked for again, and until they come the old ones stand.
 */
export function useRows(list: RunList, version: string): Rows {
  const [pages, setPages] = useState<ReadonlyMap<number, readonly TimedRow[]>>(new Map())
  const asked = useRef(new Map<number, string>())
  const sight = useRef({ first: 0, last: 0 })

  const look = useCallback(
    (first: number, last: number) => {
      sight.current = { first, last }
      for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) {
        if (asked.current.get(page) === version) continue
        asked.current.set(page, version)
        void bridge.run.albums({ list, from: page * pageSize, count: pageSize }).then((answer) => {
          // A later question is on its way.
          if (!answer.ok || asked.current.get(page) !== version) return
          const at = Date.now()
          setPages((before) =>
            new Map(before).set(
              page,
              answer.value.map((row) => ({ row, at })),
            ),
          )
        })
      }
    },
    [list, version],
  )
  useEffect(() => look(sight.current.first, sight.current.last), [look])

  return { at: (index) => pages.get(Math.floor(index / pageSize))?.[index % pageSize], look }
}
