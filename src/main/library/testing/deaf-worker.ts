/** The worker of the app, but it hangs or dies while it listens to files whose names ask for it. */
import { fingerprintFile } from '../fingerprint-file'

export * from '../worker'

export const fingerprint = (path: string): ReturnType<typeof fingerprintFile> => {
  if (path.includes('hangs')) for (;;);
  if (path.includes('dies')) process.exit(1)
  return fingerprintFile(path)
}
