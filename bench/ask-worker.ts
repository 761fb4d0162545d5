import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads'

/** What becomes of a question: an answer, the end of the thread, or nothing within the time. */
export type Asked<Answer> = Answer | { readonly crash: string } | { readonly hang: true }

/** Asks a worker one thing; the question carries the port that the answer comes back on. The caller ends the worker. */
export async function askWorker<Answer>(
  worker: Worker,
  question: (port: MessagePort) => object,
  patienceMs: number,
): Promise<Asked<Answer>> {
  const { port1: answers, port2: port } = new MessageChannel()
  const answer = await new Promise<Asked<Answer>>((resolve) => {
    const timer = setTimeout(() => finish({ hang: true }), patienceMs)
    const crashed = (error: Error) => finish({ crash: error.message })
    const ended = (code: number) => finish({ crash: `the thread ended with ${code}` })
    const finish = (result: Asked<Answer>) => {
      clearTimeout(timer)
      worker.off('error', crashed)
      worker.off('exit', ended)
      resolve(result)
    }
    worker.on('error', crashed)
    worker.on('exit', ended)
    answers.once('message', finish)
    worker.postMessage(question(port), [port])
  })
  answers.close()
  return answer
}
