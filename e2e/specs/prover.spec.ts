import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, test } from '@playwright/test'
import { systemClock as clock } from '../../main/engine/runtime/clock.ts'
import { doubleInstanceId, type Ec2Double, startEc2Double } from '../../main/practice/ec2/ec2-double.ts'
import { type ProofService, startProofService } from '../../main/prover-proxy/testing/proof-service.ts'
import { type AppProcess, openBrowser, openView, startApp, type View } from '../drivers/browser.ts'

/** The prover's machine from the screen: one that nobody started, a rehearsal, a stop that AWS refuses, a cap; then what all of it cost. AWS is a double; the practice network runs beside it. */
test.describe.configure({ mode: 'serial' })

/** A start costs a minute at least: 13 cents. After four of them there is not enough left for a fifth. */
const pricePerHourUsd = 8
const caps = { perProofUsd: 1, perDayUsd: 0.66, perMonthUsd: 100 }

/** The app on one profile; started again, it finds what it left behind. */
async function launch(): Promise<void> {
  app = await startApp({ args: ['--config', join(folder, 'config.json')], dataFolder: join(folder, 'data') })
  view = await openView(browser, app.url, { acceptDownloads: true })
  await view.page.getByRole('link', { name: 'Prover', exact: true }).click()
}

const folder = mkdtempSync(join(tmpdir(), 'kroma-prover-'))
let prover: ProofService
let double: Ec2Double
let app: AppProcess
let browser: Browser
let view: View

test.beforeAll(async () => {
  prover = await startProofService()
  double = await startEc2Double({
    ...{ clock, first: 'running', addressOf: () => '127.0.0.1', delays: { bootMs: 5_500, stopMs: 500 } }
  })
  const ec2 = {
    ...{ region: 'eu-test-1', instanceId: doubleInstanceId, addressType: 'public', port: prover.port },
    ...{ endpoint: double.url, pricePerHourUsd, caps },
    credentials: { source: 'environment', accessKeyIdVariable: 'EC2_KEY', secretAccessKeyVariable: 'EC2_SECRET' }
  }
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify({ network: 'practice', seed: 9, prover: { ec2 } }))
  Object.assign(process.env, { EC2_KEY: double.key.accessKeyId, EC2_SECRET: double.key.secretAccessKey })
  browser = await openBrowser()
  await launch()
})
test.afterAll(async () => {
  await browser?.close()
  await app?.stop()
  await double?.stop()
  await prover?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What React Aria announces is left out: it names buttons of the screen before for some seconds. */
const axe = async () =>
  (await new AxeBuilder({ page: view.page }).exclude('[data-live-announcer]').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`
  )
const region = (name: string) => view.page.getByRole('region', { name })
const history = () => view.page.getByRole('list', { name: 'What it was before' })
const rehearse = () => view.page.getByRole('button', { name: 'Rehearse now' })
const soon = { timeout: 60_000 }

test('a machine that somebody else started is told, and stopped when the operator says so', async () => {
  const { page } = view
  await expect(page.getByText('The machine runs, and not for this app.')).toBeVisible(soon)
  expect(await axe()).toEqual([])
  expect(double.calls().StopInstances).toBe(0)
  await page.getByRole('button', { name: 'Stop it' }).click()
  await expect(region('Machine').getByText('Stopped').first()).toBeVisible(soon)
  await expect(page.getByText('The machine runs, and not for this app.')).toBeHidden()
  expect([double.state(), double.calls().StartInstances]).toEqual(['stopped', 0])
})

test('a rehearsal starts the machine, asks its prover, stops it, and tells seconds and cost', async () => {
  await rehearse().click()
  await expect(region('Rehearsal').getByText('Runs since')).toBeVisible()
  await expect(
    region('Rehearsal').getByText(/Passed .*: ready after \d+ s, stopped after \d+ s, \$0\.13\./)
  ).toBeVisible(soon)
  for (const state of ['Booting', 'Ready', 'Stopped'])
    await expect(history().getByText(state, { exact: false }).last()).toBeVisible()
  await expect(region('Cost against the caps').getByText('$0.27 of $0.66')).toBeVisible()
  expect([prover.specs > 0, double.state(), double.calls().StartInstances]).toEqual([true, 'stopped', 1])
  expect(await axe()).toEqual([])
})

test('killed under a machine that runs, the app stops it when it is started again', async () => {
  await rehearse().click()
  await expect.poll(() => double.state(), soon).toBe('running')
  await app.kill()
  await view.context.close()
  expect(double.state()).toBe('running')
  const startedMs = clock.now()
  await launch()
  await expect.poll(() => double.state(), soon).toBe('stopped')
  expect(clock.now() - startedMs).toBeLessThan(60_000)
  await expect(region('Machine').getByText('Stopped').first()).toBeVisible(soon)
})

test('a stop that AWS refuses stays on screen until AWS says stopped; then the cap of the day is reached', async () => {
  const { page } = view
  const failing = page.getByText('The machine is not stopped yet.')
  double.setDelays({ bootMs: 200 })
  double.fail('StopInstances', 'InternalError', { status: 500, times: 1_000 })
  await rehearse().click()
  await expect(failing).toBeVisible(soon)
  expect(await axe()).toEqual([])
  expect(double.state()).toBe('running')
  double.fail('StopInstances', 'InternalError', { times: 0 })
  await expect(failing).toBeHidden(soon)
  await expect(region('Machine').getByText('Stopped').first()).toBeVisible(soon)

  await expect(page.getByText('A cost cap is reached.')).toBeVisible(soon)
  expect(await axe()).toEqual([])
  await expect(rehearse()).toBeEnabled(soon)
  await rehearse().click()
  await expect(region('Rehearsal').getByText(/Failed .*\(CAP_DAY\)/)).toBeVisible(soon)
  expect(double.calls().StartInstances).toBe(3)
})

test('what it cost stands among the validator’s money, with the gas of its outputs and a CSV that can be checked', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Money', exact: true }).click()
  const totals = region('In all')
  // A practice network begins anew with each start, and so does its account: one run since then.
  await expect(totals.getByText(/^−\$0\.[12]\d$/)).toBeVisible(soon)
  await page.getByText('Output', { exact: true }).first().click()
  const lines = page.getByRole('table', { name: 'Line by line' })
  await expect(lines.getByRole('button', { name: 'Output 2: every digit' })).toBeVisible(soon)
  await expect(totals.getByText(/^−0\.0\d+ ETH$/)).toBeVisible()
  await expect(totals.getByText('–', { exact: true })).toBeVisible()
  expect(await axe()).toEqual([])
  await lines.getByRole('button', { name: 'Output 2: every digit' }).click()
  await expect(page.getByRole('dialog').getByText(/^−0\.0\d{10,} ETH$/)).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).click()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV', exact: true }).click()
  ])
  const text = readFileSync(await download.path(), 'utf8')
  const at = text.lastIndexOf('sha256,')
  expect(text.slice(at).trim()).toBe(`sha256,${createHash('sha256').update(text.slice(0, at)).digest('hex')}`)
  expect(text).toMatch(/,gas,out,0\.\d{18},ETH,2,0x[0-9a-f]{64},\d+,submit-output:2\r\n/)
  expect(text.match(/,cloud,out,0\.[12]\d{5},USD,/g)).toHaveLength(1)
  expect(view.problems).toEqual([])
})
