import { useEffect, useRef, useState } from 'react'
import type { ServiceName, ServiceState } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import { bridge } from '../bridge'

export type CheckState =
  | { readonly kind: 'idle' | 'reached' }
  | { readonly kind: 'asking'; readonly state: ServiceState['state'] | undefined }
  | { readonly kind: 'failed'; readonly problem: Problem }

/**
 * Tests the connection to a service. What is asked when the row goes, or asked anew, is cancelled; a result that is about
 * another `basis`, the address and the key, is forgotten.
 */
export function useServiceCheck(service: ServiceName, basis: string): readonly [CheckState, () => void] {
  const [state, setState] = useState<CheckState>({ kind: 'idle' })
  const running = useRef<AbortController>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the basis is what it follows.
  useEffect(() => {
    setState({ kind: 'idle' })
    return () => running.current?.abort()
  }, [basis])

  const check = async () => {
    running.current?.abort()
    const abort = new AbortController()
    running.current = abort
    const { signal } = abort
    setState({ kind: 'asking', state: undefined })
    const answer = await bridge.services.check(service, {
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) setState({ kind: 'asking', state: progress.state })
      },
    })
    if (signal.aborted) return
    const problem = answer.ok ? answer.value.problem : answer.problem
    setState(problem === undefined ? { kind: 'reached' } : { kind: 'failed', problem })
  }
  return [state, () => void check()]
}
