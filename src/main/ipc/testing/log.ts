import type { Log } from '../log'

export interface RememberingLog extends Log {
  readonly lines: {
    readonly level: 'info' | 'warn' | 'error'
    readonly message: string
    readonly details: unknown[]
  }[]
}

/** A log that a test can look into. */
export function rememberingLog(): RememberingLog {
  const lines: RememberingLog['lines'] = []
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, ...details: unknown[]) => {
      lines.push({ level, message, details })
    }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}
