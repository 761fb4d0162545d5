import { editor } from '../editor'
import { Button, DownIcon, Menu, type MenuEntry, useTranslate } from '../ui'
import { oneLine } from './one-line'
import { type RepairChoice, sampleOf } from './repair-edit'
import type { RepairGroup } from './repair-groups'

/** What an album was meant in: the name on a button, the candidates with a text of each in its menu. */
export function EncodingMenu(props: {
  readonly group: RepairGroup
  readonly choice: RepairChoice
  readonly onChoose: (choice: RepairChoice) => void
}) {
  const { group, choice, onChoose } = props
  const translate = useTranslate()
  const nameOf = (encoding: RepairChoice) =>
    translate(encoding === undefined ? 'repair.leave' : `repair.encoding.${encoding}`)
  const entry = (encoding: RepairChoice): MenuEntry => ({
    id: encoding ?? 'leave',
    label: (
      <>
        <span className="repair-chosen" aria-hidden="true">
          {encoding === choice ? '✓' : ''}
        </span>
        {nameOf(encoding)}
      </>
    ),
    text: nameOf(encoding),
    ...(encoding !== undefined && {
      hint: <bdi>{oneLine(sampleOf(editor.getState(), group, encoding)?.to ?? '')}</bdi>,
    }),
    run: () => onChoose(encoding),
  })
  return (
    <Menu
      className="repair-menu"
      trigger={
        <Button
          className="repair-encoding"
          aria-label={translate('repair.choice', { album: group.title, encoding: nameOf(choice) })}
        >
          <span className="repair-name">{nameOf(choice)}</span>
          <DownIcon />
        </Button>
      }
      groups={[group.repairs.map(({ encoding }) => entry(encoding)), [entry(undefined)]]}
    />
  )
}
