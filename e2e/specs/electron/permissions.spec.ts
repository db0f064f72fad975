import { expect } from '@playwright/test'
import { test, unavailable } from '../../drivers/desktop.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

test('no permission is granted', async ({ desktop }) => {
  const answers = await desktop.page.evaluate(async () => {
    const refused = (asked: Promise<unknown> | undefined): Promise<string> =>
      (asked ?? Promise.reject(new Error('absent'))).then(
        () => 'granted',
        () => 'refused'
      )
    const states = await Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone'].map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state
      )
    )
    return {
      states,
      media: await refused(navigator.mediaDevices?.getUserMedia({ audio: true })),
      screen: await refused(navigator.mediaDevices?.getDisplayMedia({ video: true })),
      clipboard: await refused(navigator.clipboard?.readText()),
      location: await refused(new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)))
    }
  })
  expect(answers.states).not.toContain('granted')
  expect(answers).toMatchObject({ media: 'refused', screen: 'refused', clipboard: 'refused', location: 'refused' })
})

test('the page can neither leave nor open anything', async ({ desktop }) => {
  const { app, page } = desktop
  const before = page.url()
  const opened = await page.evaluate(() => {
    const popup = window.open('https://example.com/')
    window.location.href = 'https://example.com/'
    return popup === null
  })
  await page.waitForTimeout(500)
  expect(opened).toBe(true)
  expect(page.url()).toBe(before)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
})
