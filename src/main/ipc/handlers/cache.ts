import { ProblemError } from '../../../shared/model'
import type { CallHandlers } from '../handler-types'
import type { Lookup } from './lookup'

/** The kept answers of services. Both reject when the file cannot be used. */
export interface AnswerCache {
  usage(): Promise<{ readonly bytes: number }>
  clear(): Promise<void>
}

export const cacheHandlers = ({
  cache,
  lookup,
}: {
  readonly cache: AnswerCache
  readonly lookup: Pick<Lookup, 'forget'>
}): Pick<CallHandlers, 'cache.usage' | 'cache.clear'> => ({
  'cache.usage': async () => ({ bytes: (await orUnavailable(cache.usage())).bytes }),
  'cache.clear': async () => {
    lookup.forget()
    await orUnavailable(cache.clear())
  },
})

async function orUnavailable<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (cause) {
    throw new ProblemError({ code: 'cache.unavailable', params: {} }, { cause })
  }
}
