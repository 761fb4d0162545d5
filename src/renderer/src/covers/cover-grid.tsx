import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { FoundCover } from '../../../shared/ipc'
import { CoverImage, classes, formatSize, matches, useLanguage, useTranslate } from '../ui'
import type { Large } from './cover-search'
import { coverKey } from './found-covers'
import { type GridMove, gridMoves, movedIn } from './grid-step'

export interface CoverGridProps {
  readonly covers: readonly FoundCover[]
  readonly large: ReadonlyMap<string, Large>
  /** Those that look like the one that there is, by their keys. */
  readonly same: ReadonlySet<string>
  /** By its key. */
  readonly chosen: string | undefined
  readonly onLook: (cover: FoundCover) => void
  readonly onUse: (cover: FoundCover) => void
}

const coverSize = 136

/** Found covers to choose from, by mouse or by arrow keys and Enter. It has the keyboard while it is there. */
export function CoverGrid({ covers, large, same, chosen, onLook, onUse }: CoverGridProps) {
  const translate = useTranslate()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.focus(), [])
  useEffect(() => {
    if (chosen === undefined) return
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const at = covers.findIndex((cover) => coverKey(cover) === chosen)
  const onKeyDown = (event: KeyboardEvent) => {
    const here = covers[at]
    const move = (Object.keys(gridMoves) as GridMove[]).find((key) => matches(key, event))
    if (move !== undefined) {
      const next = covers[movedIn({ at, count: covers.length, columns: columnsOf(list.current) }, move)]
      if (next !== undefined) onLook(next)
    } else if (matches('Enter', event) && here !== undefined) onUse(here)
    else return
    event.preventDefault()
  }
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={0}
      className="cover-grid"
      aria-label={translate('covers.list')}
      aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
      onKeyDown={onKeyDown}
    >
      {covers.map((cover, index) => {
        const key = coverKey(cover)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keys
          <div
            key={key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={key === chosen}
            className={classes('cover-option', key === chosen && 'cover-option-chosen')}
            onClick={() => onLook(cover)}
            onDoubleClick={() => onUse(cover)}
          >
            <Option cover={cover} large={large.get(key)} isSame={same.has(key)} />
          </div>
        )
      })}
    </div>
  )
}

/** As many as stand beside each other now. */
function columnsOf(list: HTMLElement | null): number {
  const options = [...(list?.children ?? [])].map((option) => option.getBoundingClientRect().top)
  return Math.max(1, options.filter((top) => top === options[0]).length)
}

function Option(props: {
  readonly cover: FoundCover
  readonly large: Large | undefined
  readonly isSame: boolean
}) {
  const { cover, large, isSame } = props
  const translate = useTranslate()
  const language = useLanguage()
  const picture = large?.kind === 'ready' ? large.picture : undefined
  const { width, height } = picture ?? cover
  const size = width > 0 ? `${width}×${height}` : translate('covers.sizeUnknown')
  return (
    <>
      <CoverImage picture={cover.look} size={coverSize} alt="" />
      <span className="cover-option-source">{translate(`lookup.service.${cover.service}`)}</span>
      <span className={classes('cover-option-facts', width === 0 && 'cover-option-unknown')}>
        {[size, ...(picture ? [formatSize(picture.sizeBytes, language)] : [])].join(' · ')}
      </span>
      <span className={classes('cover-option-why', cover.certain && 'cover-option-certain')}>
        {translate(cover.certain ? 'covers.certain' : 'covers.byName')}
      </span>
      {isSame && <span className="cover-option-same">{translate('covers.same')}</span>}
    </>
  )
}
