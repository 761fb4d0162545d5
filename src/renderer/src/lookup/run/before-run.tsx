import { useEffect, useState } from 'react'
import type { RunPlan } from '../../../../shared/ipc'
import type { TrackId } from '../../../../shared/model'
import { bridge } from '../../bridge'
import { openPlace } from '../../editor'
import { Button, useLanguage, useTranslate } from '../../ui'
import { paceText, planText } from './estimate-text'

export interface BeforeRunProps {
  readonly albums: readonly (readonly TrackId[])[]
  /** There are results of another run, which this one replaces. */
  readonly replaces: boolean
  readonly onStart: () => void
  /** Back to those results. */
  readonly onStay: () => void
}

/** What a run would be: how many albums, who is asked, how long it takes. Nobody is asked before it is begun. */
export function BeforeRun({ albums, replaces, onStart, onStay }: BeforeRunProps) {
  const translate = useTranslate()
  const language = useLanguage()
  const [plan, setPlan] = useState<RunPlan>()
  const count = albums.length
  useEffect(() => {
    let gone = false
    void bridge.run.plan(count).then((answer) => {
      if (answer.ok && !gone) setPlan(answer.value)
    })
    return () => {
      gone = true
    }
  }, [count])
  if (plan === undefined) return <div className="run-before" />
  const services = new Intl.ListFormat(language, { type: 'unit' }).format(
    plan.services.map((pace) => {
      const often = paceText(translate, pace)
      const name = translate(`lookup.service.${pace.service}`)
      return often === undefined ? name : `${name} (${often})`
    }),
  )
  const ready = count > 0 && plan.services.length > 0
  return (
    <div className="run-before">
      <h2 className="run-plan">
        {count === 0 ? translate('run.noFiles') : planText(translate, count, plan)}
      </h2>
      <p>
        {plan.services.length === 0
          ? translate('lookup.noService')
          : translate(plan.services.length > 1 ? 'run.askedFirst' : 'run.askedOnly', { services })}
      </p>
      <p>{translate('run.promise')}</p>
      {replaces && <p className="run-note">{translate('run.replaces')}</p>}
      <div className="run-before-actions">
        {ready && (
          <Button look="primary" autoFocus onClick={onStart}>
            {translate('run.begin', { count })}
          </Button>
        )}
        <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
        {replaces && (
          <Button look="plain" onClick={onStay}>
            {translate('run.stay')}
          </Button>
        )}
      </div>
    </div>
  )
}
