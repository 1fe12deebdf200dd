export type Theme = 'light' | 'dark' | 'system'
const STORED = 'namesake-theme'
const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }

export const nextTheme = (theme: Theme): Theme => NEXT[theme]

export function readTheme(): Theme {
  const stored = localStorage.getItem(STORED)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Show the page in this theme, and keep it for the next visit. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  localStorage.setItem(STORED, theme)
}
