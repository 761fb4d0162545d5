import { type FormEvent, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { TextField, useTranslate } from '../ui'
import type { Lookup } from './session'

export interface OwnWordsField {
  /** Puts the cursor there, with these words to be changed. */
  begin(words: string): void
}

/** The person's own words, or the address, id or barcode of a release. */
export function SearchAgain({ lookup, ref }: { lookup: Lookup; ref: Ref<OwnWordsField> }) {
  const translate = useTranslate()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useImperativeHandle(ref, () => ({
    begin: (words) => {
      flushSync(() => setText(words))
      field.current?.select()
    },
  }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void lookup.search(text, true)
  }
  return (
    <form className="lookup-search" onSubmit={submit}>
      <TextField
        ref={field}
        label={translate('lookup.searchAgain')}
        placeholder={translate('lookup.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return
          // The first Esc is for what was typed, the next for the place.
          event.preventDefault()
          setText('')
        }}
      />
    </form>
  )
}
