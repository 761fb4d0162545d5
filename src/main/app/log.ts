import { join } from 'node:path'
// The Node flavour on purpose: the one for main would open an IPC channel of its own, past our gate.
import electronLog from 'electron-log/node'
import type { Log } from '../ipc'

/** Writes `<folder>/main.log`, which is never sent anywhere. Warnings also go to standard error while developing. */
export function createLog(options: { readonly folder: string; readonly toConsole: boolean }): Log {
  const logger = electronLog.create({ logId: 'main' })
  logger.transports.file.resolvePathFn = () => join(options.folder, 'main.log')
  logger.transports.file.level = 'info'
  logger.transports.console.level = options.toConsole ? 'warn' : false
  return {
    info: (message, ...details) => logger.info(message, ...details),
    warn: (message, ...details) => logger.warn(message, ...details),
    error: (message, ...details) => logger.error(message, ...details),
  }
}
