import { createStore } from 'zustand/vanilla'
import type { Problem } from '../../../shared/model'

/** The few things that are asked in a dialog. */
export type Question = {
  readonly kind: 'unsaved'
  /** What is about to happen to the list. */
  readonly because: 'close' | 'replace' | 'remove'
  readonly count: number
}

export type UnsavedAnswer = 'save' | 'discard' | 'cancel'

interface Asked {
  readonly question: Question
  readonly answer: (answer: UnsavedAnswer) => void
}

export const questions = createStore<{ readonly asked: Asked | undefined }>()(() => ({ asked: undefined }))

export type ResumeAnswer = 'resume' | 'discard' | 'later'

/** What to do with the unsaved edits of an earlier run. */
export const resumeQuestion = createStore<{
  readonly asked: { readonly count: number; readonly answer: (answer: ResumeAnswer) => void } | undefined
}>()(() => ({ asked: undefined }))

export function askResume(count: number): Promise<ResumeAnswer> {
  return new Promise((resolve) => {
    resumeQuestion.setState({
      asked: {
        count,
        answer: (answer) => {
          resumeQuestion.setState({ asked: undefined })
          resolve(answer)
        },
      },
    })
  })
}

/** What a batch asks once a file of some kind did not check out, and others of that kind were not begun. */
export interface HeldBackQuestion {
  /** What was wrong with that file. */
  readonly problem: Problem
  /** The kind, as people name it. */
  readonly format: string
  /** How many files wait. */
  readonly count: number
}

export const heldBackQuestion = createStore<{
  readonly asked:
    | { readonly question: HeldBackQuestion; readonly answer: (goOn: boolean) => void }
    | undefined
}>()(() => ({ asked: undefined }))

/** Whether the files that were held back are to be saved. A question that is still open is given up for the new one. */
export function askHeldBack(question: HeldBackQuestion): Promise<boolean> {
  heldBackQuestion.getState().asked?.answer(false)
  return new Promise((resolve) => {
    heldBackQuestion.setState({
      asked: {
        question,
        answer: (goOn) => {
          heldBackQuestion.setState({ asked: undefined })
          resolve(goOn)
        },
      },
    })
  })
}

/** Asks what to do with unsaved edits. A question that is still open is given up for the new one. */
export function askUnsaved(because: Question['because'], count: number): Promise<UnsavedAnswer> {
  questions.getState().asked?.answer('cancel')
  return new Promise((resolve) => {
    questions.setState({
      asked: {
        question: { kind: 'unsaved', because, count },
        answer: (answer) => {
          questions.setState({ asked: undefined })
          resolve(answer)
        },
      },
    })
  })
}
