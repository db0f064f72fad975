// Runs before the first paint: a remembered theme must not flash the other one. The rest is in app/theme.ts.
;(() => {
  try {
    const theme = localStorage.getItem('kroma.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // No storage: the system's theme stays.
  }
})()
