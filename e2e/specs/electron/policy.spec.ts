import { expect } from '@playwright/test'
import { test, unavailable } from '../../drivers/desktop.ts'
import { policyHolds, probePolicy } from '../../drivers/probe-policy.ts'

test.skip(({ kind }) => unavailable(kind) !== null, 'no Electron on this machine')

test('the page runs without breaking its own policy', async ({ desktop }) => {
  desktop.problems.length = 0
  await desktop.page.reload()
  await expect(desktop.page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(desktop.problems).toEqual([])
})

test('no code but the built one runs, and nothing is sent anywhere', async ({ desktop }) => {
  expect(await probePolicy(desktop.page)).toEqual(policyHolds)
})
