import { ProblemError } from '../../../shared/model'
import type { CallHandlers } from '../handler-types'

/** The kept answers of services. Both reject when the file cannot be used. */
export interface AnswerCache {
  usage(): Promise<{ readonly bytes: number }>
  clear(): Promise<void>
}

export const cacheHandlers = ({
  cache,
}: {
  readonly cache: AnswerCache
}): Pick<CallHandlers, 'cache.usage' | 'cache.clear'> => ({
  'cache.usage': async () => ({ bytes: (await orUnavailable(cache.usage())).bytes }),
  'cache.clear': async () => {
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
