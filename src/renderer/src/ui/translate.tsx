import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { createTranslate, type Language, type Translate } from '../../../shared/i18n'

interface Speech {
  readonly language: Language
  readonly translate: Translate
}

const SpeechContext = createContext<Speech>({ language: 'en', translate: createTranslate('en') })

/** Everything below it speaks this language. */
export function TranslateProvider({ language, children }: { language: Language; children: ReactNode }) {
  const speech = useMemo(() => ({ language, translate: createTranslate(language) }), [language])
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

/** The sentences of the product in the language of the window: `translate('table.missing')`. */
export const useTranslate = (): Translate => useContext(SpeechContext).translate

/** For numbers and sizes. */
export const useLanguage = (): Language => useContext(SpeechContext).language
