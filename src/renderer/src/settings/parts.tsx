import { type ReactNode, useId } from 'react'
import type { MessageKey } from '../../../shared/i18n'
import { Select, useTranslate } from '../ui'

/** A section with its heading. */
export function Part({ title, children }: { title: MessageKey; children: ReactNode }) {
  const translate = useTranslate()
  return (
    <section className="settings-part" aria-label={translate(title)}>
      <h2>{translate(title)}</h2>
      {children}
    </section>
  )
}

/** One line: what it is, and what can be chosen. */
export function Row({ label, htmlFor, children }: { label: string; htmlFor?: string; children: ReactNode }) {
  return (
    <div className="settings-row">
      {htmlFor === undefined ? (
        <span className="settings-label">{label}</span>
      ) : (
        <label className="settings-label" htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div className="settings-value">{children}</div>
    </div>
  )
}

/** One of a few, with a line about what it means where the words do not say it. */
export function Choice<Value extends string>(props: {
  readonly label: MessageKey
  readonly value: Value
  readonly options: Readonly<Record<Value, MessageKey>>
  readonly hint?: MessageKey
  readonly onChange: (value: Value) => void
}) {
  const { label, value, options, hint, onChange } = props
  const translate = useTranslate()
  const id = useId()
  const words = Object.fromEntries(
    (Object.keys(options) as Value[]).map((option) => [option, translate(options[option])]),
  ) as Record<Value, string>
  return (
    <Row label={translate(label)} htmlFor={id}>
      <Select
        id={id}
        value={value}
        options={words}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChoose={onChange}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="settings-hint">
          {translate(hint)}
        </p>
      )}
    </Row>
  )
}
