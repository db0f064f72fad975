import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal, root, run } from './project.mjs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
]

/** Path of a Chromium for the browser tests: an installed one, else Playwright's download, else Debian's package when root; else a Refusal that says what to do. */
export async function findChromium(node, log = console.error) {
  const found = installed() ?? (await playwrights(node, log)) ?? (await debians(log))
  if (found) return found
  throw new Refusal(
    'The browser tests need a Chromium: install Chromium or Chrome, or set KROMA_CHROMIUM to its path, and run the command again.'
  )
}

function installed() {
  const named = process.env.KROMA_CHROMIUM
  if (named) {
    if (existsSync(named)) return named
    throw new Refusal(`KROMA_CHROMIUM is ${named}, but there is no such file. Correct it or unset it.`)
  }
  return usual.find((p) => existsSync(p)) ?? null
}

async function playwrights(node, log) {
  const ask = [
    '--input-type=module',
    '-e',
    "import { chromium } from '@playwright/test'; console.log(chromium.executablePath())"
  ]
  const path = async () => (await run(node, ask, { capture: true, quiet: true })).output.trim()
  if (existsSync(await path())) return path()
  log('Downloading a Chromium for the browser tests…')
  const cli = join(root, 'node_modules/@playwright/test/cli.js')
  const { code } = await run(node, [cli, 'install', 'chromium'], { capture: true, quiet: true, timeoutMs: 300_000 })
  return code === 0 && existsSync(await path()) ? path() : null
}

async function debians(log) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  log('Installing the Chromium package for the browser tests…')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { capture: true, quiet: true, env })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    capture: true,
    quiet: true,
    env
  })
  return installed()
}
