import { app, type Session } from 'electron'
import { developmentPolicy } from './content-policy'

/** The origin of the server of `npm run dev`; never in a package, whatever the environment says. */
export function developmentServer(): string | undefined {
  const address = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  return address === undefined || address === '' ? undefined : new URL(address).origin
}

/** The server's pages get a policy too: looser, for hot reload. */
export function policeDevelopmentServer(session: Session, server: string): void {
  session.webRequest.onHeadersReceived({ urls: [`${server}/*`] }, (details, answer) => {
    answer({
      responseHeaders: {
        ...details.responseHeaders,
        'content-security-policy': [developmentPolicy(server)],
      },
    })
  })
}
