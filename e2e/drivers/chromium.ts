const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** How every Chromium of the tests is started: without a screen, a first-run page or a request of its own. */
export const chromiumArguments = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...asRoot
]

export const chromiumPath = (): string => process.env.KROMA_CHROMIUM ?? '/usr/bin/chromium'
