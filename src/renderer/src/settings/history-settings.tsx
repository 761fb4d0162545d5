import { useEffect, useState } from 'react'
import type { Settings } from '../../../shared/ipc'
import { bridge } from '../bridge'
import { formatSize, useLanguage, useTranslate } from '../ui'
import { daysKept, daysKeptChoices, roomKept, roomKeptChoices } from './history-choices'
import { Choice, Part, Row } from './parts'

/** How long, and in how much room, the way back is kept. */
export function HistorySettings(props: {
  readonly history: Settings['history']
  readonly onChange: (history: Settings['history']) => void
}) {
  const { history, onChange } = props
  const translate = useTranslate()
  const language = useLanguage()
  const bytes = useUsage()
  return (
    <Part title="settings.history">
      <Choice
        label="settings.keepDays"
        value={daysKept.nameOf(history.keepDays)}
        options={daysKeptChoices}
        onChange={(name) => onChange({ ...history, keepDays: daysKept.valueOf(name) })}
      />
      <Choice
        label="settings.maxMegabytes"
        value={roomKept.nameOf(history.maxMegabytes)}
        options={roomKeptChoices}
        onChange={(name) => onChange({ ...history, maxMegabytes: roomKept.valueOf(name) })}
      />
      <Row label={translate('settings.historyInUse')}>
        {bytes === undefined ? '–' : formatSize(bytes, language)}
        <p className="settings-hint">{translate('settings.historyForgets')}</p>
      </Row>
    </Part>
  )
}

/** Bytes on disk; undefined while it is not known, or cannot be. */
function useUsage(): number | undefined {
  const [bytes, setBytes] = useState<number>()
  useEffect(() => {
    let here = true
    const ask = async () => {
      const answer = await bridge.history.usage()
      if (here && answer.ok) setBytes(answer.value.bytes)
    }
    void ask()
    const end = bridge.events.on('history.changed', () => void ask())
    return () => {
      here = false
      end()
    }
  }, [])
  return bytes
}
