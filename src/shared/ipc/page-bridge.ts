import type { CallName, EventName, JobName } from './channels'

type PlaceOf<Name extends string> = Name extends `${infer Place}.${string}` ? Place : never
type VerbOf<Name extends string, Place extends string> = Name extends `${Place}.${infer Verb}` ? Verb : never

/** Groups `library.scan`, `library.choose` … into `{ library: { scan, choose } }`. */
export type ByPlace<Name extends string, Members extends Record<Name, unknown>> = {
  readonly [Place in PlaceOf<Name>]: {
    readonly [Verb in VerbOf<Name, Place>]: Members[`${Place}.${Verb}` & Name]
  }
}

/** One function of the preload: takes what the contract says and answers an `Answer`, neither checked here. */
export type Ask = (request?: unknown) => Promise<unknown>
/** Answers the function that ends the subscription. */
export type Subscribe = (listener: (payload: unknown) => void) => () => void

/** What the preload puts into the page as `window.tagwright`, but for the one function that takes DOM files. */
export type PageBridge = ByPlace<CallName | JobName, Record<CallName | JobName, Ask>> & {
  readonly on: ByPlace<EventName, Record<EventName, Subscribe>>
}
