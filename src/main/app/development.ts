import { app, type Session } from 'electron'
import { developmentPolicy } from './content-policy'

/** The server of `npm run dev`; never in a package, whatever the environment says. */
export const developmentServer = (): string | undefined =>
  app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'] || undefined

/** The server's pages get a policy too: looser, for hot reload. */
export function policeDevelopmentServer(session: Session, server: string): void {
  session.webRequest.onHeadersReceived({ urls: [`${new URL(server).origin}/*`] }, (details, answer) => {
    answer({
      responseHeaders: {
        ...details.responseHeaders,
        'content-security-policy': [developmentPolicy(new URL(server).origin)],
      },
    })
  })
}
