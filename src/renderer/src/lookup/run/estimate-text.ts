import type { Translate } from '../../../../shared/i18n'
import type { RunPlan, ServicePace } from '../../../../shared/ipc'

/** “about 9 minutes”: as exact as such a guess can be. */
export function aboutText(translate: Translate, seconds: number): string {
  if (seconds < 45) return translate('run.about.moment')
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 90) return translate('run.about.minutes', { count: minutes })
  return translate('run.about.hours', { count: Math.round(minutes / 60) })
}

/** “1 request a second”; undefined for a service without a limit. */
export function paceText(translate: Translate, { limit }: ServicePace): string | undefined {
  if (limit === undefined) return undefined
  const perSecond = (limit.calls * 1000) / limit.windowMs
  return perSecond >= 0.95
    ? translate('run.pace.second', { count: Math.round(perSecond) })
    : translate('run.pace.minute', { count: Math.max(1, Math.round(perSecond * 60)) })
}

/** The pace that a run over these services keeps: that of the first one that has a limit. */
export const runPace = (translate: Translate, services: readonly ServicePace[]): string | undefined =>
  services.map((service) => paceText(translate, service)).find((pace) => pace !== undefined)

/** “412 albums, 1 request a second, about 9 minutes”. */
export const planText = (translate: Translate, albums: number, { services, seconds }: RunPlan): string =>
  [translate('run.albums', { count: albums }), runPace(translate, services), aboutText(translate, seconds)]
    .filter((part) => part !== undefined)
    .join(', ')
