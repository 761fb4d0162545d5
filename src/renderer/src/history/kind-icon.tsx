import type { OperationKind } from '../../../shared/model'
import { ActionIcon, EditIcon, LookUpIcon, RenameIcon, RevertIcon, useTranslate } from '../ui'

const icons = {
  edit: EditIcon,
  lookup: LookUpIcon,
  rename: RenameIcon,
  action: ActionIcon,
  undo: RevertIcon,
} satisfies Record<OperationKind, unknown>

/** What kind of thing was done, at a glance and in a word. */
export function KindIcon({ kind }: { readonly kind: OperationKind }) {
  const translate = useTranslate()
  const word = translate(`history.kind.${kind}`)
  const Icon = icons[kind]
  return (
    <span className="history-kind" title={word}>
      <Icon />
      <span className="visually-hidden">{word}</span>
    </span>
  )
}
