import { useCallback, useEffect, useState } from 'react'
import { problemSentence } from '../../../shared/i18n'
import { bridge } from '../bridge'
import { Button, formatSize, notify, useLanguage, useTranslate } from '../ui'
import { Row } from './parts'

/** What the kept answers of services take, and a way to be rid of them. */
export function CacheSettings() {
  const translate = useTranslate()
  const language = useLanguage()
  const [bytes, setBytes] = useState<number>()
  const ask = useCallback(async () => {
    const answer = await bridge.cache.usage()
    setBytes(answer.ok ? answer.value.bytes : undefined)
  }, [])
  useEffect(() => void ask(), [ask])
  const clear = async () => {
    const answer = await bridge.cache.clear()
    if (!answer.ok) notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    await ask()
  }
  return (
    <Row label={translate('settings.cache')}>
      <div className="settings-with-button">
        <span role="status">{bytes === undefined ? '–' : formatSize(bytes, language)}</span>
        {bytes !== undefined && bytes > 0 && (
          <Button onClick={() => void clear()}>{translate('settings.cacheClear')}</Button>
        )}
      </div>
      <p className="settings-hint">{translate('settings.cacheHint')}</p>
    </Row>
  )
}
