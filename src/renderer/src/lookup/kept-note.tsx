import { useStore } from 'zustand'
import { changedFields, identifierFields } from '../editor'
import { Button, useLanguage, useTranslate } from '../ui'
import { keptFields } from './kept-ticks'
import type { Lookup, ReadyProposal } from './session'

/** Which fields of this release stay as they are because the person wanted it so before, and the way out of it. */
export function KeptNote({ lookup, ready }: { lookup: Lookup; ready: ReadyProposal }) {
  const translate = useTranslate()
  const language = useLanguage()
  const { service } = ready.proposal.candidate
  const kept = useStore(lookup.store, (state) => state.kept[service])
  const offered = new Set(Object.values(ready.edit.changes).flatMap(changedFields))
  const named = (ticked: boolean) => {
    const fields = keptFields(kept, ticked).filter((field) => offered.has(field))
    const words = fields.map((field) =>
      identifierFields.has(field) ? translate('lookup.kept.ids') : translate(`field.${field}`),
    )
    return new Intl.ListFormat(language).format(new Set(words))
  }
  const left = named(false)
  const taken = named(true)
  if (left === '' && taken === '') return null
  return (
    <p className="lookup-kept" role="status">
      {translate('lookup.kept', { service: translate(`lookup.service.${service}`) })}{' '}
      {[
        ...(left === '' ? [] : [translate('lookup.kept.left', { fields: left })]),
        ...(taken === '' ? [] : [translate('lookup.kept.taken', { fields: taken })]),
      ].join(' · ')}
      <Button look="plain" className="lookup-kept-forget" onClick={lookup.forgetKept}>
        {translate('lookup.kept.forget')}
      </Button>
    </p>
  )
}
