/**
 * A wait that an abort ends at once: it rejects with the signal's reason, also when the signal was aborted before.
 * `wait` calls `end` when it is over, at once if need be; where it is not, it first tells `onAbort` how to leave.
 */
export function abortable<Result>(
  signal: AbortSignal | undefined,
  wait: (end: (result: Result) => void, onAbort: (leave: () => void) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    let aborted = (): void => {}
    wait(
      (result) => {
        signal?.removeEventListener('abort', aborted)
        resolve(result)
      },
      (leave) => {
        aborted = () => {
          leave()
          reject(signal?.reason)
        }
        signal?.addEventListener('abort', aborted, { once: true })
      },
    )
  })
}
