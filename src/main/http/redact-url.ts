/** Names under which services take keys and tokens in an address. */
const secretNames = /^(?:client|key|secret|sig|signature|user|password|.*(?:api_?key|token))$/i
const longestShown = 300

/**
 * An address as it may stand in a message or a log: without user name and password, with the values of
 * secret parameters replaced, and not endlessly long. A text that is no address is only shortened.
 */
export function redactUrl(address: string | URL): string {
  if (!URL.canParse(String(address))) return shorten(String(address))
  const url = new URL(address)
  if (url.username || url.password) {
    url.username = ''
    url.password = ''
  }
  for (const name of [...url.searchParams.keys()]) {
    if (secretNames.test(name)) url.searchParams.set(name, '…')
  }
  return shorten(url.href.replaceAll('%E2%80%A6', '…'))
}

function shorten(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`
}
