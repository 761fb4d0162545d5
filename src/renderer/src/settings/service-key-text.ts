/** A key as it was typed or pasted, without the space around it. Undefined when it can be none. */
export function serviceKey(text: string): string | undefined {
  const key = text.trim()
  return /^[\x21-\x7e]{1,500}$/.test(key) ? key : undefined
}
