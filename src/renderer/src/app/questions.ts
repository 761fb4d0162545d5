import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '../../../shared/model'

/** What a dialog asks, and whom it answers. */
type QuestionStore<Question, Answer> = StoreApi<{
  readonly asked: { readonly question: Question; readonly answer: (answer: Answer) => void } | undefined
}>

/** A question that is still open is given up for a new one, and answered with `givenUp`. */
function questionWith<Question, Answer>(
  givenUp: Answer,
): [QuestionStore<Question, Answer>, (question: Question) => Promise<Answer>] {
  const store: QuestionStore<Question, Answer> = createStore(() => ({ asked: undefined }))
  const ask = (question: Question): Promise<Answer> => {
    store.getState().asked?.answer(givenUp)
    return new Promise((resolve) => {
      const answer = (given: Answer): void => {
        store.setState({ asked: undefined })
        resolve(given)
      }
      store.setState({ asked: { question, answer } })
    })
  }
  return [store, ask]
}

/** Unsaved edits are in the way of what is about to happen to the list. */
export interface UnsavedQuestion {
  readonly because: 'close' | 'replace' | 'remove'
  readonly count: number
}

/** What to do with unsaved edits. */
export const [unsavedQuestion, askUnsaved] = questionWith<UnsavedQuestion, 'save' | 'discard' | 'cancel'>(
  'cancel',
)

/** What to do with the unsaved edits of so many files that an earlier run left. */
export const [resumeQuestion, askResume] = questionWith<
  { readonly count: number },
  'resume' | 'discard' | 'later'
>('later')

/** What a batch asks once a file of some kind did not check out, and others of that kind were not begun. */
export interface HeldBackQuestion {
  /** What was wrong with that file. */
  readonly problem: Problem
  /** The kind, as people name it. */
  readonly format: string
  /** How many files wait. */
  readonly count: number
}

/** Whether the files that were held back are to be saved. */
export const [heldBackQuestion, askHeldBack] = questionWith<HeldBackQuestion, boolean>(false)
