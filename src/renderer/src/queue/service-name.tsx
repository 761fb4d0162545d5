import type { RequestSubject } from '../../../shared/ipc'
import { useTranslate } from '../ui'

export function ServiceName({ service }: Pick<RequestSubject, 'service'>) {
  return useTranslate()(`lookup.service.${service}`)
}
