import { homedir } from 'node:os'
import { join } from 'node:path'
// The Node flavour on purpose: the one for main would open an IPC channel of its own, past our gate.
import electronLog from 'electron-log/node'
import type { Log } from '../ipc'
import { isHome, shortenHome } from './shorten-home'

/** Writes `<folder>/main.log`, which is never sent anywhere and names no home folder. Warnings also go to standard error while developing. */
export function createLog(options: { readonly folder: string; readonly toConsole: boolean }): Log {
  const logger = electronLog.create({ logId: 'main' })
  logger.transports.file.resolvePathFn = () => join(options.folder, 'main.log')
  // The file before it is kept as main.old.log.
  logger.transports.file.maxSize = 1_000_000
  logger.transports.file.level = 'info'
  logger.transports.console.level = options.toConsole ? 'warn' : false
  const home = homedir()
  const shortened = (details: readonly unknown[]) =>
    isHome(home) ? details.map((detail) => shortenHome(detail, home)) : details
  return {
    info: (...details) => logger.info(...shortened(details)),
    warn: (...details) => logger.warn(...shortened(details)),
    error: (...details) => logger.error(...shortened(details)),
  }
}
