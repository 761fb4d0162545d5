import { useCallback, useEffect, useState } from 'react'
import { problemSentence } from '../../../shared/i18n'
import type { KeptKey, ServiceName } from '../../../shared/ipc'
import { bridge } from '../bridge'
import { notify, useTranslate } from '../ui'

/** Which services have a key, and a way to give them one; the keys themselves stay in main. */
export function useServiceKeys(): {
  readonly kept: readonly KeptKey[]
  /** An empty key removes it. */
  readonly setKey: (service: ServiceName, key: string) => Promise<void>
} {
  const translate = useTranslate()
  const [kept, setKept] = useState<readonly KeptKey[]>([])
  useEffect(() => {
    let here = true
    void bridge.services.keys().then((answer) => {
      if (here && answer.ok) setKept(answer.value)
    })
    return () => {
      here = false
    }
  }, [])
  const setKey = useCallback(
    async (service: ServiceName, key: string) => {
      const answer = await bridge.services.setKey({ service, key })
      if (answer.ok) setKept(answer.value)
      else notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    },
    [translate],
  )
  return { kept, setKey }
}
