import { createStore } from 'zustand/vanilla'

/** A quiet sentence about something that is done, with at most one thing to do about it. */
export interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: 'normal' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Shown until it is closed or the next one comes; sentences with a problem stay until they are closed. */
export const notices = createStore<{ readonly shown: readonly Notice[] }>()(() => ({ shown: [] }))

let lastId = 0
const mostShown = 4

export function notify(text: string, options: Partial<Pick<Notice, 'tone' | 'action'>> = {}): number {
  const id = ++lastId
  const { tone = 'normal', action } = options
  const notice: Notice = { id, text, tone, ...(action && { action }) }
  notices.setState(({ shown }) => ({
    shown: [...shown.filter((other) => other.tone === 'bad' && other.text !== text), notice].slice(
      -mostShown,
    ),
  }))
  return id
}

export function closeNotice(id: number): void {
  notices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }))
}
