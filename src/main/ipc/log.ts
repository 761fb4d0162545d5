/** Where details go that the window never shows: causes, paths, stacks. */
export interface Log {
  info(message: string, ...details: unknown[]): void
  warn(message: string, ...details: unknown[]): void
  error(message: string, ...details: unknown[]): void
}
