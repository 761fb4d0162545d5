import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { SentRequest } from '../../../shared/ipc'
import { bridge } from '../bridge'
import { Button, useLanguage, useTranslate } from '../ui'
import { queue } from './queue'
import { answerText, whatText } from './request-text'
import { ServiceName } from './service-name'

/** The list is long and its head changes all the time: as often is enough to follow it, in ms. */
const askAgainMs = 1000

/** Every request that went out lately: when, to whom, what for, and what came of it. */
export function SentRequests() {
  const translate = useTranslate()
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div className="requests-sent">
      <Button look="plain" aria-expanded={shown} aria-controls={id} onClick={() => setShown(!shown)}>
        {translate(shown ? 'queue.hideSent' : 'queue.showSent')}
      </Button>
      <div id={id}>{shown && <SentList />}</div>
    </div>
  )
}

function SentList() {
  const translate = useTranslate()
  const time = new Intl.DateTimeFormat(useLanguage(), { timeStyle: 'medium' })
  const [sent, setSent] = useState<readonly SentRequest[]>([])
  const told = useStore(queue, ({ at }) => Math.floor(at / askAgainMs))
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for anew as the queue changes
  useEffect(() => {
    let gone = false
    void bridge.queue.sent().then((answer) => {
      if (answer.ok && !gone) setSent(answer.value)
    })
    return () => {
      gone = true
    }
  }, [told])
  if (sent.length === 0) return <p className="requests-none">{translate('queue.nothingSent')}</p>
  return (
    <ul className="requests-list" aria-label={translate('queue.sent')}>
      {sent.map((request) => (
        <li key={`${request.id} ${request.attempt}`} className="request request-sent">
          <span className="request-what">{whatText(translate, request)}</span>
          <span className="request-state">
            {time.format(request.at)} · <ServiceName service={request.subject.service} /> ·{' '}
            {answerText(translate, request)}
          </span>
        </li>
      ))}
    </ul>
  )
}
