import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Notices, TranslateProvider, useTranslate } from '../ui'
import { DropArea } from './drop-area'
import { HeldBackDialog } from './held-back-dialog'
import { JobsOverlay } from './jobs-overlay'
import { KeysDialog } from './keys-dialog'
import { overlays, showOverlay } from './overlays'
import { Palette } from './palette'
import { PlaceBody } from './place-body'
import { ResumeDialog } from './resume-dialog'
import { StatusBar } from './status-bar'
import { applyTheme } from './theme'
import { UnsavedDialog } from './unsaved-dialog'
import { useKeptFocus } from './use-kept-focus'
import { usePastedCover } from './use-pasted-cover'
import { useWindowKeys } from './use-window-keys'
import { languageOf, useSettings, windowSettings } from './window-settings'

/** The whole window. */
export function App() {
  const language = useStore(windowSettings, languageOf)
  const { theme, density } = useSettings()
  useEffect(() => applyTheme({ theme, density }), [theme, density])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  useWindowKeys()
  usePastedCover()
  useKeptFocus()
  return (
    <TranslateProvider language={language}>
      <Body />
      <Overlay />
      <UnsavedDialog />
      <ResumeDialog />
      <HeldBackDialog />
      <DropArea />
      <Closer />
    </TranslateProvider>
  )
}

function Body() {
  return (
    <div className="frame">
      <PlaceBody />
      <StatusBar />
    </div>
  )
}

function Overlay() {
  const shown = useStore(overlays, (state) => state.shown)
  const close = () => showOverlay(undefined)
  if (shown === 'palette') return <Palette onClose={close} />
  if (shown === 'keys') return <KeysDialog onClose={close} />
  if (shown === 'jobs') return <JobsOverlay onClose={close} />
  return null
}

function Closer() {
  const translate = useTranslate()
  return <Notices closeLabel={translate('notice.close')} />
}
