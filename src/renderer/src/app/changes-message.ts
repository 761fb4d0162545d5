import type { FieldChangesMessage } from '../../../shared/ipc'
import type { FieldChanges } from '../../../shared/model'

/** Changes as they cross: the message has a shape of its own, since its schema names every field. */
export function toMessage({ pictures, ...values }: FieldChanges): FieldChangesMessage {
  return { values, ...(pictures && { pictures }) } as FieldChangesMessage
}

export function fromMessage({ values, pictures }: FieldChangesMessage): FieldChanges {
  return { ...values, ...(pictures && { pictures }) } as FieldChanges
}
