import { expect, type Page } from '@playwright/test'
import { commandNames } from '../../../shared/ipc/channels.ts'
import { openedLinks, watchDesk } from '../../drivers/desk.ts'
import { test, unavailable } from '../../drivers/desktop.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

/** Sends every command of the contract, and tells the codes of the replies. */
const askAll = (page: Page): Promise<string[]> =>
  page.evaluate(async (names) => {
    const replies = await Promise.all(names.map((name) => window.kroma?.invoke(name, undefined as never)))
    return [
      ...new Set(replies.map((reply) => (reply === undefined ? 'no bridge' : reply.ok ? 'answered' : reply.error.code)))
    ]
  }, commandNames)

test('input that is too large, too deep or reaches for a prototype is refused', async ({ desktop }) => {
  const codes = await desktop.page.evaluate(async () => {
    const ask = async (input: unknown): Promise<string | undefined> => {
      const reply = await window.kroma?.invoke('events.recent', input as never)
      return reply?.ok ? 'answered' : reply?.error.code
    }
    const deep = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)
    return [
      await ask({ limit: 1 }),
      await ask({ limit: 1, padding: 'x'.repeat(3_000_000) }),
      await ask(deep),
      await ask(JSON.parse('{"limit":1,"__proto__":{"polluted":true}}')),
      await ask(JSON.parse('{"limit":1,"constructor":{"prototype":{"polluted":true}}}'))
    ]
  })
  expect(codes[0]).toBe('answered')
  expect(codes.slice(1)).toEqual(['IPC_TOO_LARGE', 'IPC_TOO_LARGE', 'IPC_BAD_INPUT', 'IPC_BAD_INPUT'])
  expect(await desktop.app.evaluate(() => 'polluted' in {}, null)).toBe(false)
})

test('a link that is known opens in the operator’s browser, any other nowhere', async ({ desktop }) => {
  const { app, page } = desktop
  await watchDesk(app)
  await page.evaluate(() => {
    for (const url of [
      'https://etherscan.io/tx/0x1',
      'https://etherscan.io.evil.example/',
      'file:///etc/passwd',
      'http://etherscan.io/'
    ])
      window.open(url)
  })
  await expect.poll(() => openedLinks(app)).toEqual(['https://etherscan.io/tx/0x1'])
})

test('a file that the page made may be saved, nothing else', async ({ desktop }) => {
  const { app, page } = desktop
  await app.evaluate(({ session }) => {
    const seen = { allowed: [] as string[], denied: [] as string[] }
    Object.assign(globalThis, { downloads: seen })
    session.defaultSession.on('will-download', (event, item) => {
      const { pathname } = new URL(item.getURL())
      ;(event.defaultPrevented ? seen.denied : seen.allowed).push(pathname.slice(0, 12))
      event.preventDefault()
    })
  }, null)
  await page.evaluate(() => {
    const save = (href: string): void =>
      Object.assign(document.createElement('a'), { href, download: 'x.json' }).click()
    save(URL.createObjectURL(new Blob(['{}'])))
    save('data:text/plain,x')
  })
  const seen = () => app.evaluate(() => (globalThis as unknown as { downloads: object }).downloads, null)
  await expect.poll(seen).toMatchObject({ allowed: ['app://kroma/'] })
})

test('no command is answered to a page that is not ours, even in our own window', async ({ desktop }) => {
  const { app, page } = desktop
  expect(await askAll(page)).toContain('answered')
  const home = page.url()
  await app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('about:blank'), null)
  expect(await askAll(page)).toEqual(['IPC_UNTRUSTED'])
  const remote = await app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]
        ?.loadURL('https://example.com/')
        .then(
          () => 'loaded',
          () => 'refused'
        ),
    null
  )
  expect(remote).toBe('refused')
  await app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('app://kroma/'), null)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(page.url()).toBe(home.replace(/#.*$/, ''))
})
