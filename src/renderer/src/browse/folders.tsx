import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { editor, useEditor, useView } from '../editor'
import { ChevronIcon, classes, useLanguage, useTranslate } from '../ui'
import { type FolderLine, folderLines, folderTree } from './folder-tree'

/** The folders of the listed files. A click shows only what lies in one; a click on it again shows all. */
export function Folders() {
  const translate = useTranslate()
  const number = new Intl.NumberFormat(useLanguage())
  const order = useEditor((state) => state.order)
  const chosen = useView((view) => view.folder)
  const showFolder = useView((view) => view.showFolder)
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<string>()
  const tree = useRef<HTMLDivElement>(null)

  const folders = useMemo(() => folderTree({ tracks: editor.getState().tracks, order }), [order])
  const lines = folderLines(folders, turned)
  const current = lines.find(({ folder }) => folder.path === at) ?? lines[0]

  const turn = (path: string) => {
    setTurned((before) => {
      const after = new Set(before)
      if (!after.delete(path)) after.add(path)
      return after
    })
  }
  const choose = (path: string) => showFolder(path === chosen ? undefined : path)
  const goTo = (line: FolderLine | undefined) => {
    if (line === undefined) return
    setAt(line.folder.path)
    const element = tree.current?.querySelector(`[data-path="${CSS.escape(line.folder.path)}"]`)
    if (element instanceof HTMLElement) element.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const index = lines.indexOf(current)
    const { folder, expanded, parent } = current
    switch (event.key) {
      case 'ArrowDown':
        goTo(lines[index + 1])
        break
      case 'ArrowUp':
        goTo(lines[index - 1])
        break
      case 'Home':
        goTo(lines[0])
        break
      case 'End':
        goTo(lines.at(-1))
        break
      case 'ArrowRight':
        if (expanded === false) turn(folder.path)
        else if (expanded) goTo(lines[index + 1])
        break
      case 'ArrowLeft':
        if (expanded) turn(folder.path)
        else goTo(lines.find((line) => line.folder.path === parent))
        break
      case 'Enter':
      case ' ':
        choose(folder.path)
        break
      default:
        return
    }
    event.preventDefault()
  }

  return (
    <div
      ref={tree}
      role="tree"
      aria-label={translate('browse.folders')}
      className="browse-list"
      onKeyDown={onKeyDown}
    >
      {lines.map((line) => {
        const { folder, level, expanded } = line
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
          <div
            key={folder.path}
            role="treeitem"
            aria-level={level}
            aria-expanded={expanded}
            aria-selected={folder.path === chosen}
            tabIndex={line === current ? 0 : -1}
            data-path={folder.path}
            title={folder.path}
            className={classes('browse-item', folder.path === chosen && 'browse-chosen')}
            style={{ paddingInlineStart: level * 14 - 2 }}
            onFocus={() => setAt(folder.path)}
            onClick={() => choose(folder.path)}
          >
            {expanded === undefined ? (
              <span className="browse-turn" />
            ) : (
              // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys do the same
              // biome-ignore lint/a11y/useKeyWithClickEvents: see above
              <span
                className={classes('browse-turn', expanded && 'browse-open')}
                onClick={(event) => {
                  event.stopPropagation()
                  turn(folder.path)
                }}
              >
                <ChevronIcon />
              </span>
            )}
            <span className="browse-name">{folder.name}</span>
            <span className="browse-count">{number.format(folder.count)}</span>
          </div>
        )
      })}
    </div>
  )
}
