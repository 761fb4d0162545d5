import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useRef } from 'react'
import type { Edit } from '../../../shared/model'
import { editor } from '../editor'
import { useTranslate } from '../ui'
import { EncodingMenu } from './encoding-menu'
import { oneLine } from './one-line'
import { firstChoice, type RepairChoice, sampleOf } from './repair-edit'
import type { RepairGroup } from './repair-groups'

export interface GroupListProps {
  readonly groups: readonly RepairGroup[]
  readonly edit: Edit
  readonly choiceOf: (group: RepairGroup) => RepairChoice
  readonly onChoose: (group: RepairGroup, choice: RepairChoice) => void
}

const rowHeight = 48

/** The albums that look mistaken: what each may have been meant in, and how a text of it would read. */
export function GroupList({ groups, edit, choiceOf, onChoose }: GroupListProps) {
  const translate = useTranslate()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  return (
    <section className="repair-groups" aria-label={translate('repair.albums')}>
      <div className="repair-group repair-head" aria-hidden="true">
        <span>{translate('repair.album')}</span>
        <span>{translate('repair.encoding')}</span>
        <span>{translate('repair.example')}</span>
      </div>
      <div ref={scroller} className="repair-scroller">
        <div className="repair-rows" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const group = groups[item.index]
            if (group === undefined) return null
            return (
              <div
                key={group.key}
                className="repair-row"
                style={{ blockSize: item.size, transform: `translateY(${item.start}px)` }}
              >
                <GroupRow
                  group={group}
                  texts={textsIn(edit, group)}
                  choice={choiceOf(group)}
                  onChoose={onChoose}
                />
              </div>
            )
          })}
        </div>
      </div>
    </section>
  )
}

/** How many texts of an album would change. */
const textsIn = (edit: Edit, { ids }: RepairGroup): number =>
  ids.reduce((sum, id) => sum + Object.keys(edit.changes[id] ?? {}).length, 0)

const GroupRow = memo(function GroupRow(props: {
  readonly group: RepairGroup
  readonly texts: number
  readonly choice: RepairChoice
  readonly onChoose: GroupListProps['onChoose']
}) {
  const { group, texts, choice, onChoose } = props
  const translate = useTranslate()
  const state = editor.getState()
  const [best] = group.repairs
  const example = choice ?? firstChoice(group) ?? best?.encoding
  const sample = example && sampleOf(state, group, example)
  const facts = [
    translate('review.files', { count: group.ids.length }),
    ...(texts > 0 ? [translate('repair.texts', { count: texts })] : []),
  ]
  return (
    <fieldset className="repair-group">
      <legend className="visually-hidden">{group.title}</legend>
      <span className="repair-album">
        <bdi className="repair-title" title={group.title}>
          {group.title}
        </bdi>
        <span className="repair-facts">{facts.join(' · ')}</span>
      </span>
      <EncodingMenu group={group} choice={choice} onChoose={(next) => onChoose(group, next)} />
      <span className="repair-sample">
        {sample && (
          <>
            <bdi className="repair-old" title={sample.from}>
              {oneLine(sample.from)}
            </bdi>
            {choice === undefined ? (
              <span className="repair-left">{translate('repair.left')}</span>
            ) : (
              <>
                <span aria-hidden="true" className="repair-arrow">
                  →
                </span>
                <bdi className="repair-new" title={sample.to}>
                  {oneLine(sample.to)}
                </bdi>
              </>
            )}
          </>
        )}
      </span>
    </fieldset>
  )
})
