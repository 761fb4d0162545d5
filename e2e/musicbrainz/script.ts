import type { Misbehaviour, MisbehaviourOptions } from './misbehaviour'

export interface ScriptOptions extends MisbehaviourOptions {
  /** Only for requests whose path, its query included, contains this; others pass by. */
  readonly path?: string
  /** For how many requests. Default 1. */
  readonly times?: number
}

export interface ScriptLine extends ScriptOptions {
  readonly misbehaviour: Misbehaviour
}

/** What a test tells a server to do wrong. */
export interface Scripted {
  /**
   * Scripts the requests to come: each call adds to the script, each request takes the first line that is
   * for its path, and after the last one all is well again.
   */
  next(misbehaviour: Misbehaviour, options?: ScriptOptions): void
  /** Scripts every request (for a path, if given) from now until `reset`, after what `next` has in store. */
  always(misbehaviour: Misbehaviour, options?: Omit<ScriptOptions, 'times'>): void
}

export function createScript() {
  let lines: ScriptLine[] = []
  let standing: ScriptLine[] = []
  const scripted: Scripted = {
    next: (misbehaviour, { times = 1, ...rest } = {}) => {
      for (let count = 0; count < times; count += 1) lines.push({ misbehaviour, ...rest })
    },
    always: (misbehaviour, rest = {}) => {
      standing.push({ misbehaviour, ...rest })
    },
  }
  return {
    ...scripted,
    /** The line for this request, which is used up by it. */
    take(path: string): ScriptLine | undefined {
      const isFor = (line: ScriptLine): boolean => path.includes(line.path ?? '')
      const index = lines.findIndex(isFor)
      return index < 0 ? standing.findLast(isFor) : lines.splice(index, 1)[0]
    },
    reset(): void {
      lines = []
      standing = []
    },
  }
}
