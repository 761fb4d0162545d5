import type { Settings } from '../../../shared/ipc'

/** Puts the theme and the density of the settings on the page, where the tokens look. Answers how to stop. */
export function applyTheme({ theme, density }: Pick<Settings, 'theme' | 'density'>): () => void {
  const root = document.documentElement
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  }
  apply()
  root.dataset['density'] = density
  dark.addEventListener('change', apply)
  return () => dark.removeEventListener('change', apply)
}

export const rowHeights = { compact: 24, normal: 28, roomy: 34 } as const
