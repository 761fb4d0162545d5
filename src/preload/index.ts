import { contextBridge, ipcRenderer, webUtils } from 'electron'
// Not from the folder's index: the schemas stay out of the preload.
import { channels, dropChannel, portChannel, portMessage } from '../shared/ipc/channels'

/**
 * The one way from the page to main: `window.tagwright`, one named function per channel, grouped by place. The page
 * never sees `ipcRenderer`, an event object or a channel's name. Shape: `PageBridge` in `shared/ipc`.
 */
type Members = Record<string, (...args: never[]) => unknown>

const misunderstood = (error: unknown) => ({
  ok: false,
  problem: {
    code: 'bridge.badRequest',
    params: { reason: error instanceof Error ? error.name : 'not a message' },
  },
})

async function ask(channel: string, message: unknown): Promise<unknown> {
  try {
    return await ipcRenderer.invoke(channel, message)
  } catch (error) {
    // Main answers failures as values, so this is a message that cannot be copied: a function, a symbol.
    return misunderstood(error)
  }
}

function subscribe(channel: string, listener: (payload: unknown) => void): () => void {
  const forward = (_event: unknown, payload: unknown) => listener(payload)
  ipcRenderer.on(channel, forward)
  return () => {
    ipcRenderer.off(channel, forward)
  }
}

const requests: Record<string, Members> = {}
const events: Record<string, Members> = {}

function add(to: Record<string, Members>, name: string, member: (...args: never[]) => unknown): void {
  const [place = '', verb = ''] = name.split('.')
  const members = to[place] ?? {}
  members[verb] = member
  to[place] = members
}

for (const [name, kind] of Object.entries(channels)) {
  if (kind === 'event') add(events, name, (listener: (payload: unknown) => void) => subscribe(name, listener))
  else add(requests, name, (message?: unknown) => ask(name, message))
}

/** Only real `File`s that the person dropped have a path; one made up by the page has none and is left out. */
add(requests, 'library.grantDropped', (files: readonly File[]) => {
  try {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '')
    return ask(dropChannel, paths)
  } catch (error) {
    return Promise.resolve(misunderstood(error))
  }
})

ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports)
})

const frozen = (places: Record<string, Members>) => {
  for (const members of Object.values(places)) Object.freeze(members)
  return Object.freeze(places)
}

contextBridge.exposeInMainWorld('tagwright', Object.freeze({ ...frozen(requests), on: frozen(events) }))
