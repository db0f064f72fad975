import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { protocolReader } from '../../main/practice/read-contract.ts'
import { contractAddressesSchema } from '../../shared/config/config.ts'
import { openBrowser, openView, startApp } from '../drivers/browser.ts'
import { nodeSettings } from '../drivers/node-settings.ts'
import type { BenchContext, Budget, Measurer } from './budget.ts'
import { median } from './statistics.ts'
import { silent } from './virtual-stage.ts'

const root = resolve(import.meta.dirname, '../..')
const keyVariable = 'KROMA_BENCH_KEY'
const mebibyte = 1_024
/** Chain seconds in each of these steps, at most twenty times as fast as the wall. */
const step = { chainSec: 5, wallMs: 250 }
const sampleMs = 1_000
const outputsPerDay = 24

type Place = {
  network: PracticeNetwork
  folder: string
  configPath: string
  /** Lets time run; before that it stands still. */
  run(): void
  stop(): Promise<void>
}

/** A practice network in this process, its time running fast, and the configuration with which the app reaches it as any other network. */
async function openPlace(signal: AbortSignal): Promise<Place> {
  const network = await startPracticeNetwork({ seed: 21, mining: 'manual', log: silent, signal })
  network.steerDraws(() => network.accounts.operator.address)
  const folder = mkdtempSync(join(tmpdir(), 'kroma-bench-app-'))
  const configPath = join(folder, 'config.json')
  writeFileSync(configPath, JSON.stringify(configOf(network)))
  process.env[keyVariable] = network.accounts.operator.privateKey.reveal()
  const over = new AbortController()
  let ticking: Promise<void> | null = null
  return {
    network,
    folder,
    configPath,
    run() {
      ticking ??= tick(network, over.signal)
    },
    async stop() {
      over.abort()
      await ticking
      await network.stop()
      delete process.env[keyVariable]
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Once an output is due, only as fast as the engine submits it: a busy machine shall not make it miss its rounds. */
async function tick(network: PracticeNetwork, signal: AbortSignal): Promise<void> {
  const { oracle } = protocolReader(network)
  while (!signal.aborted) {
    const dueInSec = Number(await oracle('nextOutputMinL2Timestamp')) + 2 - network.nowSec()
    await network.warp(dueInSec > 0 ? Math.min(step.chainSec, dueInSec) : 1)
    await wait(step.wallMs)
  }
}

function configOf({ addresses, l1, l2, rollupUrl }: PracticeNetwork): Record<string, unknown> {
  const names = contractAddressesSchema.keyof().options
  return {
    network: 'custom',
    l1ChainId: l1.chainId,
    l2ChainId: l2.chainId,
    addresses: Object.fromEntries(names.map((name) => [name, addresses[name]])),
    rpc: { l1: [l1.wsUrl, l1.httpUrl], l2: [l2.httpUrl], rollup: [rollupUrl] },
    key: { source: 'environment', variable: keyVariable }
  }
}

/** Resident memory of a process in MiB, as Linux counts it. */
function residentMb(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (found === undefined) throw new Error(`the resident memory of ${pid} cannot be read`)
  return Number(found) / mebibyte
}

/** Processor time that a process has taken, as Linux counts it: hundredths of a second. */
function processorMsOf(pid: number | undefined): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? ''
  const [user, system] = afterName.split(' ').slice(11, 13).map(Number)
  if (user === undefined || system === undefined) throw new Error(`the processor time of ${pid} cannot be read`)
  return (user + system) * 10
}

/** The engine alone, without a screen, for some minutes of fast practice, from when it has passed its start gates. */
async function memoryOf(
  place: Place,
  { minutes, signal, say }: BenchContext
): Promise<{ samples: number[]; outputs: number }> {
  const args = [
    join(root, 'out/main/index.js'),
    '--headless',
    '--config',
    place.configPath,
    '--data',
    join(place.folder, 'data')
  ]
  const { nodeFlags, nodeEnv } = await nodeSettings()
  const child = spawn(process.execPath, [...nodeFlags, ...args], {
    cwd: root,
    env: { ...nodeEnv, ...process.env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let told = ''
  child.stdout.on('data', (chunk) => (told += String(chunk)))
  child.stderr.on('data', (chunk) => (told += String(chunk)))
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const count = (): number => told.split('"output.submitted"').length - 1
  const samples: number[] = []
  try {
    while (!told.includes('"round.') && child.exitCode === null) await wait(100)
    place.run()
    for (let ms = 0; ms < minutes * 60_000 && !signal.aborted; ms += sampleMs) {
      await wait(sampleMs)
      if (child.exitCode !== null || child.pid === undefined) throw new Error(`the engine ended: ${told.slice(-500)}`)
      samples.push(residentMb(child.pid))
      if (ms % 60_000 === 0) say(`engine-memory: ${samples.at(-1)?.toFixed(0)} MB, ${count()} outputs`)
    }
  } finally {
    child.kill('SIGINT')
    await gone
  }
  if (count() < minutes * 5) throw new Error(`only ${count()} outputs were submitted: ${told.slice(-1500)}`)
  return { samples, outputs: count() }
}

function memoryBudgets({ samples, outputs }: { samples: number[]; outputs: number }, minutes: number): Budget[] {
  const third = Math.max(1, Math.floor(samples.length / 3))
  const [middle, last] = [median(samples.slice(third, 2 * third)), median(samples.slice(2 * third))]
  const days = outputs / 3 / outputsPerDay
  const how = `headless app from the build, own process, ${minutes} min of practice about ten times as fast: ${outputs} own outputs, as many as ${(outputs / outputsPerDay).toFixed(1)} days of mainnet have`
  return [
    {
      name: 'engine memory (RSS)',
      goal: { atMost: 120 },
      measured: last,
      unit: 'MB',
      reference: null,
      how: `${how}; median of the last third, at most ${Math.round(Math.max(...samples))} MB`
    },
    {
      name: 'engine memory: growth a day',
      goal: { atMost: 10 },
      measured: (last - middle) / days,
      unit: 'MB',
      reference: null,
      how: `${how}; last third against the one before it, for ${outputsPerDay} outputs a day`
    }
  ]
}

export const engineMemory: Measurer = {
  name: 'engine-memory',
  about: "the engine's resident memory and its growth",
  cheap: false,
  async measure(context) {
    const place = await openPlace(context.signal)
    try {
      return memoryBudgets(await memoryOf(place, context), context.minutes)
    } finally {
      await place.stop()
    }
  }
}

type Started = { headlineMs: number; nextMs: number; processorMs: number }

/** From the start of the process to the first headline, and to what happens next, in a browser that runs already. */
async function started(browser: Browser, { configPath, folder }: Place, run: number): Promise<Started> {
  const startMs = performance.now()
  const app = await startApp({ args: ['--config', configPath], dataFolder: join(folder, `start-${run}`) })
  try {
    const { page, context } = await openView(browser, app.url)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const headlineMs = performance.now() - startMs
    const processorMs = processorMsOf(app.pid)
    await page.getByRole('region', { name: 'What happens next' }).getByRole('heading').first().waitFor()
    const nextMs = performance.now() - startMs
    await context.close()
    return { headlineMs, nextMs, processorMs }
  } finally {
    await app.stop()
  }
}

export const startTime: Measurer = {
  name: 'start-time',
  about: 'from the start of the process to a usable screen',
  cheap: false,
  async measure({ runs, signal, say }) {
    const place = await openPlace(signal)
    const browser = await openBrowser()
    try {
      const starts: Started[] = []
      for (let run = 0; run < runs; run++) starts.push(await started(browser, place, run))
      say(`start-time: ${starts.map(({ headlineMs }) => Math.round(headlineMs)).join(', ')} ms`)
      const how = `built app in the browser shell, Chromium runs already, practice network in another process; median of ${runs} starts`
      return [
        {
          name: 'start to first headline',
          goal: { atMost: 1.5 },
          measured: median(starts.map(({ headlineMs }) => headlineMs)) / 1_000,
          unit: 's',
          reference: null,
          how
        },
        {
          name: 'start to first headline: processor time of the app',
          goal: null,
          measured: median(starts.map(({ processorMs }) => processorMs)) / 1_000,
          unit: 's',
          reference: null,
          how: `${how}; whatever else the machine does does not count`
        },
        {
          name: 'start to what happens next',
          goal: null,
          measured: median(starts.map(({ nextMs }) => nextMs)) / 1_000,
          unit: 's',
          reference: null,
          how: `${how}; all start gates passed`
        }
      ]
    } finally {
      await browser.close()
      await place.stop()
    }
  }
}
