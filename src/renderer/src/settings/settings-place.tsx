import { useId, useState } from 'react'
import type { MessageKey } from '../../../shared/i18n'
import type { Settings, SettingsChange } from '../../../shared/ipc'
import { Checkbox, Place, TextField, useTranslate } from '../ui'
import { CacheSettings } from './cache-settings'
import { contactOf } from './contact'
import { HistorySettings } from './history-settings'
import { Choice, Part, Row } from './parts'
import { serviceUrl } from './service-url'
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
  const { musicBrainz } = settings
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
          <Row label={translate('settings.catalogue')}>
            <Checkbox
              checked={settings.offlineCatalogue.enabled}
              onChange={(event) => onChange({ offlineCatalogue: { enabled: event.target.checked } })}
            >
              {translate('settings.use')}
            </Checkbox>
          </Row>
          <Row label="MusicBrainz">
            <Checkbox
              checked={musicBrainz.enabled}
              onChange={(event) =>
                onChange({ musicBrainz: { ...musicBrainz, enabled: event.target.checked } })
              }
            >
              {translate('settings.use')}
            </Checkbox>
          </Row>
          <Address
            label="settings.musicBrainzUrl"
            value={musicBrainz.baseUrl}
            onChange={(baseUrl) => onChange({ musicBrainz: { ...musicBrainz, baseUrl } })}
          />
          <Address
            label="settings.coverArtUrl"
            value={musicBrainz.coverArtUrl}
            onChange={(coverArtUrl) => onChange({ musicBrainz: { ...musicBrainz, coverArtUrl } })}
          />
          <CacheSettings />
          <Contact value={settings.contact} onChange={(contact) => onChange({ contact })} />
        </Part>
      </div>
    </Place>
  )
}

/** A service's address: kept only once it is one, and said so until then. */
function Address(props: { label: MessageKey; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props
  const translate = useTranslate()
  const id = useId()
  const [text, setText] = useState(value)
  const url = serviceUrl(text)
  const keep = () => {
    if (url === undefined || url === value) return
    setText(url)
    onChange(url)
  }
  return (
    <Row label={translate(label)} htmlFor={id}>
      <TextField
        id={id}
        label={translate(label)}
        value={text}
        aria-invalid={url === undefined}
        aria-describedby={`${id}-error`}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      <p id={`${id}-error`} className="settings-error" role="alert">
        {url === undefined && translate('settings.badUrl')}
      </p>
    </Row>
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
