export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** The same key as in public/theme-boot.js, which sets the theme before the first paint. */
export const themeKey = 'kroma.theme'

const isChoice = (value: string | null): value is ThemeChoice => themeChoices.some((choice) => choice === value)

/** What was chosen before; `system` when nothing was, or when there is no storage. */
export const readTheme = (): ThemeChoice => {
  try {
    const stored = localStorage.getItem(themeKey)
    return isChoice(stored) ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Shows a theme and remembers it. */
export const applyTheme = (choice: ThemeChoice): void => {
  if (choice === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
  try {
    localStorage.setItem(themeKey, choice)
  } catch {
    // Not remembered; the choice still holds for this window.
  }
}
