import { useId, useState } from 'react'
import type { Settings, SettingsChange } from '../../../shared/ipc'
import { Checkbox, Place, TextField, useTranslate } from '../ui'
import { CacheSettings } from './cache-settings'
import { contactOf } from './contact'
import { HistorySettings } from './history-settings'
import { LookupTicks } from './lookup-ticks'
import { Choice, Part, Row } from './parts'
import { ServiceList } from './service-list'
import { TagSettings } from './tag-settings'

export interface SettingsPlaceProps {
  readonly settings: Settings
  /** Takes effect at once. */
  readonly onChange: (change: SettingsChange) => void
  readonly onBack: () => void
}

/** What can be chosen. Every choice takes effect at once; there is nothing to confirm. */
export function SettingsPlace({ settings, onChange, onBack }: SettingsPlaceProps) {
  const translate = useTranslate()
  return (
    <Place name={translate('settings.title')} onBack={onBack}>
      <div className="settings">
        <Part title="settings.appearance">
          <Choice
            label="settings.theme"
            value={settings.theme}
            options={{
              system: 'settings.theme.system',
              light: 'settings.theme.light',
              dark: 'settings.theme.dark',
            }}
            onChange={(theme) => onChange({ theme })}
          />
          <Choice
            label="settings.density"
            value={settings.density}
            options={{
              compact: 'settings.density.compact',
              normal: 'settings.density.normal',
              roomy: 'settings.density.roomy',
            }}
            onChange={(density) => onChange({ density })}
          />
          <Choice
            label="settings.language"
            value={settings.language}
            options={{
              system: 'settings.language.system',
              en: 'settings.language.en',
              de: 'settings.language.de',
            }}
            onChange={(language) => onChange({ language })}
          />
        </Part>
        <Part title="settings.saving">
          <Row label={translate('settings.modified')}>
            <Checkbox
              checked={settings.keepModified}
              onChange={(event) => onChange({ keepModified: event.target.checked })}
            >
              {translate('settings.keepModified')}
            </Checkbox>
            <p className="settings-hint">{translate('settings.keepModifiedHint')}</p>
          </Row>
        </Part>
        <TagSettings tags={settings.tags} onChange={(tags) => onChange({ tags })} />
        <HistorySettings history={settings.history} onChange={(history) => onChange({ history })} />
        <Part title="settings.services">
          <ServiceList services={settings.services} onChange={(services) => onChange({ services })} />
          <LookupTicks ticks={settings.lookupTicks} onChange={(lookupTicks) => onChange({ lookupTicks })} />
          <CacheSettings />
          <Contact value={settings.contact} onChange={(contact) => onChange({ contact })} />
        </Part>
      </div>
    </Place>
  )
}

function Contact({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const translate = useTranslate()
  const id = useId()
  const [text, setText] = useState(value)
  const contact = contactOf(text)
  const keep = () => {
    if (contact === undefined || contact === value) return
    setText(contact)
    onChange(contact)
  }
  return (
    <Row label={translate('settings.contact')} htmlFor={id}>
      <TextField
        id={id}
        label={translate('settings.contact')}
        value={text}
        maxLength={200}
        aria-invalid={contact === undefined}
        aria-describedby={`${id}-hint ${id}-error`}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      <p id={`${id}-error`} className="settings-error" role="alert">
        {contact === undefined && translate('settings.badContact')}
      </p>
      <p id={`${id}-hint`} className="settings-hint">
        {translate('settings.contactHint')}
      </p>
    </Row>
  )
}
