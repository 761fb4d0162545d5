/** A worker for the tests of deadlines: it hangs, dies or answers, as its task asks. */
export const read = (path: string): string => {
  if (path.includes('hang')) for (;;);
  if (path.includes('die')) process.exit(1)
  if (path.includes('throw')) throw new RangeError('thrown')
  return path
}
