import { protocol } from 'electron'
import { coverScheme } from './cover-files'
import { pageScheme } from './page-files'

/** Must run before the app is ready. Both count as secure; neither may be fetched by script or passes a policy by. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true } },
    { scheme: coverScheme, privileges: { standard: true, secure: true } },
  ])
}

type Answer = (request: Request) => Promise<Response>

/** Must run once the app is ready. `page` is undefined when a development server has the page. */
export function serveSchemes(answers: { readonly page: Answer | undefined; readonly covers: Answer }): void {
  if (answers.page !== undefined) protocol.handle(pageScheme, answers.page)
  protocol.handle(coverScheme, answers.covers)
}
