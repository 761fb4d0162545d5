import type { ReactNode } from 'react'

/** Icons of 16 px in the colour of the text. They always stand with a word or a label, so they say nothing. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8m0-8-8 8" />
  </Icon>
)

export const LockIcon = () => (
  <Icon>
    <rect x="3.5" y="7" width="9" height="6" rx="1" />
    <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
  </Icon>
)

export const RevertIcon = () => (
  <Icon>
    <path d="M5.5 3 3 5.5 5.5 8" />
    <path d="M3 5.5h6a3.5 3.5 0 0 1 0 7H6" />
  </Icon>
)

export const ChevronIcon = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
)

export const DownIcon = () => (
  <Icon>
    <path d="m4 6 4 4 4-4" />
  </Icon>
)

export const UpIcon = () => (
  <Icon>
    <path d="m4 10 4-4 4 4" />
  </Icon>
)

export const EditIcon = () => (
  <Icon>
    <path d="m3 13 .6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.3 4.5l2.2 2.2" />
  </Icon>
)

export const LookUpIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4" />
    <path d="m10 10 3.5 3.5" />
  </Icon>
)

export const RenameIcon = () => (
  <Icon>
    <path d="M8 3v10M6 2.5q2 0 2 1 0-1 2-1M6 13.5q2 0 2-1 0 1 2 1M5.5 5H2.5v6h3M10.5 5h3v6h-3" />
  </Icon>
)

export const ActionIcon = () => (
  <Icon>
    <path d="M9 2 3.5 9H8l-1 5 5.5-7H8z" />
  </Icon>
)

export const NoteIcon = () => (
  <Icon>
    <circle cx="5" cy="12" r="2" />
    <path d="M7 12V3.5l5-1v8" />
    <circle cx="10" cy="10.5" r="2" />
  </Icon>
)

export const WarningIcon = () => (
  <svg className="icon-solid" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
    <path d="M6 1.5 11.5 11H.5z" />
  </svg>
)
