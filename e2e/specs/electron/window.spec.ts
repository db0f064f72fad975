import { expect } from '@playwright/test'
import { test, unavailable } from '../../drivers/desktop.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

test('one window, sandboxed, isolated and without Node', async ({ desktop }) => {
  const windows = await desktop.app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        preferences: (window.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
        url: window.webContents.getURL(),
        visible: window.isVisible(),
        minimum: window.getMinimumSize()
      })),
    null
  )
  expect(windows).toHaveLength(1)
  expect(windows[0]).toMatchObject({
    preferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false
    },
    url: expect.stringMatching(/^app:\/\/kroma\//),
    visible: true,
    minimum: [900, 600]
  })
})

test('the page has the bridge and nothing of Node or Electron', async ({ desktop }) => {
  const found = await desktop.page.evaluate(() => ({
    bridge: Object.keys(window.kroma ?? {}).toSorted(),
    node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in window
    )
  }))
  expect(found).toEqual({ bridge: ['invoke', 'onConnection', 'subscribe'], node: [] })
})

test('commands of the contract are answered, bigints included, and no others', async ({ desktop }) => {
  const replies = await desktop.page.evaluate(async () => {
    const bridge = window.kroma
    if (!bridge) throw new Error('no bridge')
    const page = await bridge.invoke('outputs.page', { before: 10n ** 30n, limit: 1, mine: false })
    const snapshot = await bridge.invoke('engine.snapshot', undefined)
    return {
      info: await bridge.invoke('app.info', undefined),
      page: page.ok,
      rewards: snapshot.ok ? typeof snapshot.value.totals.rewardsWei : snapshot.error.code,
      bad: await bridge.invoke('events.recent', { limit: 0 }),
      unknown: await bridge.invoke('app.quit' as 'app.info', undefined)
    }
  })
  expect(replies).toMatchObject({
    info: { ok: true, value: { shell: 'desktop' } },
    page: true,
    rewards: 'bigint',
    bad: { ok: false, error: { code: 'IPC_BAD_INPUT' } },
    unknown: { ok: false, error: { code: 'IPC_UNKNOWN_COMMAND' } }
  })
})

test('the fuses and switches of the process are as a release needs them', async ({ desktop }) => {
  const switches = await desktop.app.evaluate(
    ({ app }) =>
      ['disable-web-security', 'allow-file-access-from-files', 'remote-debugging-address'].filter((name) =>
        app.commandLine.hasSwitch(name)
      ),
    null
  )
  expect(switches).toEqual([])
})
