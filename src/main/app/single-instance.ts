import { app } from 'electron'
import { z } from 'zod'
import type { Log } from '../ipc'

const Handover = z.object({ paths: z.array(z.string().min(1)).max(100_000) })

/**
 * Makes this the only running Tagwright for its data folder. False when there is one already: it was given `paths`,
 * resolved where we were started, and this process should end.
 */
export function claimInstance(options: {
  readonly paths: readonly string[]
  readonly log: Log
  readonly onSecond: (paths: readonly string[]) => void
}): boolean {
  if (!app.requestSingleInstanceLock({ paths: [...options.paths] })) return false
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const handover = Handover.safeParse(data)
    if (!handover.success) options.log.warn('a second start handed over something unreadable')
    options.onSecond(handover.data?.paths ?? [])
  })
  return true
}
