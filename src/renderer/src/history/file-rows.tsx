import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { HistoryFile, UndoPreviewFile } from '../../../shared/ipc'
import type { SavedFileId } from '../../../shared/model'
import { Checkbox, classes } from '../ui'
import { ChangeLines } from './change-lines'
import { stepTo } from './step-keys'

/** One file: what happened to it, or what would. */
export interface FileRow {
  readonly id: SavedFileId
  readonly folder: string
  readonly fileName: string
  readonly movedTo: string | undefined
  readonly changes: HistoryFile['changes']
  readonly conflicts?: UndoPreviewFile['conflicts']
  readonly since?: UndoPreviewFile['since']
  /** It has what was searched for. */
  readonly found?: boolean
  /** A word at the end of its line. */
  readonly state: ReactNode
  /** Undefined where there is nothing to tick. */
  readonly ticked?: boolean | undefined
}

export interface FileRowsProps<File extends { readonly id: SavedFileId }> {
  readonly label: string
  readonly files: readonly File[]
  /** More are still to come. */
  readonly more?: boolean
  readonly rowOf: (file: File) => FileRow
  readonly onTick?: (file: SavedFileId, ticked: boolean) => void
  /** The last of them comes into sight. */
  readonly onEnd?: () => void
  readonly onLeave: () => void
  /** Takes the keyboard as soon as it is there. */
  readonly takesFocus?: boolean
}

const headHeight = 41
const lineHeight = 24
const rowsOfAPage = 5

/** Files below each other, each with its fields old → new. One stop for Tab; the arrows go from file to file. */
export function FileRows<File extends { readonly id: SavedFileId }>(props: FileRowsProps<File>) {
  const { label, files, more = false, rowOf, onTick, onEnd, onLeave, takesFocus = false } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(0)
  const at = Math.min(focused, files.length - 1)
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => files[index]?.id ?? index,
    estimateSize: (index) => {
      const file = files[index]
      return file === undefined ? headHeight : estimated(rowOf(file))
    },
    overscan: 6,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index
  useEffect(() => {
    if (last !== undefined && last >= files.length - 1) onEnd?.()
  }, [last, files, onEnd])
  useEffect(() => {
    if (takesFocus) scroller.current?.focus()
  }, [takesFocus])

  const go = (index: number) => {
    setFocused(index)
    virtual.scrollToIndex(index)
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = stepTo(event.key, at, { count: files.length, page: rowsOfAPage })
    if (to !== undefined) go(to)
    else if (event.key === 'ArrowLeft') onLeave()
    else if (event.key === ' ') {
      const file = files[at]
      const ticked = file && rowOf(file).ticked
      if (file !== undefined && ticked !== undefined) onTick?.(file.id, !ticked)
    } else return
    event.preventDefault()
  }
  return (
    <div
      ref={scroller}
      className="history-files"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={more ? -1 : files.length}
      aria-activedescendant={items.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
      onKeyDown={handleKeyDown}
    >
      <div className="history-rows" role="presentation" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const file = files[item.index]
          return (
            file !== undefined && (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                id={`${id}-${item.index}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 1}
                className={classes('history-file', item.index === at && 'history-file-focus')}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => setFocused(item.index)}
              >
                <OneFile row={rowOf(file)} onTick={onTick} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function estimated({ changes: { values, pictures, ...others }, conflicts = [], movedTo }: FileRow): number {
  const lines =
    Object.keys(values).length +
    Object.keys(others).length +
    conflicts.length +
    (movedTo === undefined ? 0 : 1)
  return headHeight + lines * lineHeight + (pictures === undefined ? 0 : 2 * lineHeight)
}

function OneFile({
  row,
  onTick,
}: {
  readonly row: FileRow
  readonly onTick: FileRowsProps<FileRow>['onTick']
}) {
  const { id, folder, fileName, movedTo, changes, conflicts, since, found = false, state, ticked } = row
  const name = <bdi>{found ? <mark>{fileName}</mark> : fileName}</bdi>
  return (
    <>
      <div className="history-file-head" role="gridcell" tabIndex={-1}>
        {ticked === undefined ? (
          <span className="history-file-name">{name}</span>
        ) : (
          <Checkbox checked={ticked} tabIndex={-1} onChange={(event) => onTick?.(id, event.target.checked)}>
            {name}
          </Checkbox>
        )}
        <bdi className="history-folder" title={folder}>
          {folder}
        </bdi>
        {state}
      </div>
      <div role="gridcell" tabIndex={-1}>
        {movedTo !== undefined && (
          <p className="history-move">
            <bdi>{fileName}</bdi> <span aria-hidden="true">→</span> <bdi>{movedTo}</bdi>
          </p>
        )}
        <ChangeLines changes={changes} {...(conflicts && { conflicts })} {...(since && { since })} />
      </div>
    </>
  )
}
