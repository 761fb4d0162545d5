import type { MessageKey } from '../../../shared/i18n'
import type { WriteOptions } from '../../../shared/model'
import { useTranslate } from '../ui'
import { Choice, Part } from './parts'
import { paddingChoices, paddings, separatorChoices, separators } from './tag-choices'

/** In which form tags are written. */
export function TagSettings(props: {
  readonly tags: WriteOptions
  readonly onChange: (tags: WriteOptions) => void
}) {
  const { tags } = props
  const translate = useTranslate()
  const change = (part: Partial<WriteOptions>) => props.onChange({ ...tags, ...part })
  return (
    <Part title="settings.tags">
      <p className="settings-hint">{translate('settings.tagsHint')}</p>
      <Choice
        label="settings.id3v2"
        hint="settings.id3v2Hint"
        value={tags.id3v2Version}
        options={{
          keep: 'settings.id3v2.keep',
          '2.3': 'settings.id3v2.2.3',
          '2.4': 'settings.id3v2.2.4',
        }}
        onChange={(id3v2Version) => change({ id3v2Version })}
      />
      <Choice
        label="settings.separator"
        hint="settings.separatorHint"
        value={separators.nameOf(tags.separator)}
        options={separatorChoices}
        onChange={(name) => change({ separator: separators.valueOf(name) })}
      />
      <Choice
        label="settings.id3v1"
        hint="settings.id3v1Hint"
        value={tags.id3v1}
        options={besideChoices}
        onChange={(id3v1) => change({ id3v1 })}
      />
      <Choice
        label="settings.ape"
        hint="settings.apeHint"
        value={tags.apeOnMp3}
        options={besideChoices}
        onChange={(apeOnMp3) => change({ apeOnMp3 })}
      />
      <Choice
        label="settings.padding"
        hint="settings.paddingHint"
        value={paddings.nameOf(tags.padding)}
        options={paddingChoices}
        onChange={(name) => change({ padding: paddings.valueOf(name) })}
      />
    </Part>
  )
}

/** For tags beside the main one. */
const besideChoices: Readonly<Record<WriteOptions['id3v1'], MessageKey>> = {
  update: 'settings.beside.update',
  keep: 'settings.beside.keep',
  add: 'settings.beside.add',
  remove: 'settings.beside.remove',
}
