import type { FieldChangesMessage } from '../../../shared/ipc'
import type { FieldChanges } from '../../../shared/model'

/** Changes as they cross: the message has a shape of its own, since its schema names every field. */
export function toMessage({ pictures, removedKinds, ...values }: FieldChanges): FieldChangesMessage {
  return {
    values,
    ...(pictures && { pictures }),
    ...(removedKinds && { removedKinds }),
  } as FieldChangesMessage
}

export function fromMessage({ values, ...others }: FieldChangesMessage): FieldChanges {
  return { ...values, ...others } as FieldChanges
}
