import type { Browser, Page } from '@playwright/test'
import { openBrowser, openView } from '../drivers/browser.ts'
import type { BenchContext, Budget, Measurer } from './budget.ts'
import { buildRenderer, serveFolder } from './renderer-build.ts'
import { median, percentile } from './statistics.ts'

const outputs = 10_000
const scrollMs = 4_000
/** Chart updates are an output each second. */
const updatesMs = 6_000
/** A frame of a 60 Hz screen, and what still counts as one. */
const frameMs = 1_000 / 60
const lateMs = frameMs * 1.5

type Scrolled = { frames: number[]; longTasks: number; longestTaskMs: number; rows: number }

/** With the main thread's processor time per frame. */
type Measured = Scrolled & { workMs: number }

/** Scrolls the list by about two screens a second, and says how long each frame took and which tasks held the page up. */
function scrollList({ forMs }: { forMs: number }): Promise<Scrolled> {
  const table = document.querySelector('table[aria-rowcount]')
  if (!table) throw new Error('no list of outputs')
  let scroller = table.parentElement
  while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement
  const target = scroller ?? document.documentElement
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration)
  })
  observer.observe({ type: 'longtask' })
  return new Promise((done) => {
    const frames: number[] = []
    let startMs: number | null = null
    let lastMs = 0
    const step = (nowMs: number): void => {
      if (startMs === null) startMs = nowMs
      else {
        frames.push(nowMs - lastMs)
        target.scrollTop += 1.5 * (nowMs - lastMs)
      }
      lastMs = nowMs
      if (nowMs - startMs < forMs) requestAnimationFrame(step)
      else {
        observer.disconnect()
        const rows = Number(table.getAttribute('aria-rowcount'))
        done({ frames, longTasks: tasks.length, longestTaskMs: Math.max(0, ...tasks), rows })
      }
    }
    requestAnimationFrame(step)
  })
}

async function openOutputs(browser: Browser, url: string, more = ''): Promise<Page> {
  const { page } = await openView(browser, `${url}/?fixture=waiting&outputs=${outputs}${more}#/outputs`)
  await page.getByRole('row').nth(5).waitFor()
  await page.locator('svg.recharts-surface').first().waitFor()
  await page.waitForTimeout(1_000)
  return page
}

function checked(found: Scrolled | null, workMs: number): Measured {
  if (found?.rows !== outputs + 1) throw new Error(`the list has ${found?.rows} rows`)
  return { ...found, workMs: workMs / found.frames.length }
}

async function scrolled(browser: Browser, url: string): Promise<Measured> {
  const page = await openOutputs(browser, url)
  try {
    let found: Scrolled | null = null
    const workMs = await cpuMs(page, async () => {
      found = await page.evaluate(scrollList, { forMs: scrollMs })
    })
    return checked(found, workMs)
  } finally {
    await page.context().close()
  }
}

/** Milliseconds of processor time that the page's main thread takes for this: others on the machine do not count. */
async function cpuMs(page: Page, work: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics')
    const found = metrics.find(({ name }) => name === 'TaskDuration')
    if (!found) throw new Error('Chromium does not say how long tasks took')
    return 1_000 * found.value
  }
  const before = await taken()
  await work()
  return (await taken()) - before
}

/** Main thread time of one more output on screen: head, list, both charts over all own outputs. */
async function updateMs(browser: Browser, url: string): Promise<number> {
  const page = await openOutputs(browser, url, '&busy')
  try {
    await page.locator('label', { hasText: 'All of mine' }).click()
    await page.waitForTimeout(1_000)
    return (await cpuMs(page, () => page.waitForTimeout(updatesMs))) / (updatesMs / 1_000)
  } finally {
    await page.context().close()
  }
}

function budgets(scrolls: readonly Measured[], updates: readonly number[]): Budget[] {
  const how = `${outputs} outputs of the fixture build in headless Chromium without a GPU, median of ${scrolls.length} runs`
  const of = (value: (scroll: Measured) => number): number => median(scrolls.map(value))
  const fps = ({ frames }: Scrolled): number => 1_000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length)
  const inTime = ({ frames }: Scrolled): number => (100 * frames.filter((ms) => ms <= lateMs).length) / frames.length
  return [
    // A screen of 60 Hz never gives more; what the clock's grain takes off is not missed.
    {
      name: 'scrolling: frames a second',
      goal: { atLeast: 59.5 },
      measured: of(fps),
      unit: 'fps',
      reference: null,
      how
    },
    { name: 'scrolling: frames in time', goal: null, measured: of(inTime), unit: '%', reference: null, how },
    {
      name: 'scrolling: main thread per frame',
      goal: { atMost: Math.floor(frameMs * 10) / 10 },
      measured: of(({ workMs }) => workMs),
      unit: 'ms',
      reference: null,
      how: `${how}; processor time, so whatever else the machine does; 60 frames a second leave 16.6 ms`
    },
    {
      name: 'scrolling: frame time, p95',
      goal: null,
      measured: of(({ frames }) => percentile(frames, 0.95)),
      unit: 'ms',
      reference: null,
      how
    },
    {
      name: 'scrolling: tasks over 50 ms',
      goal: { atMost: 0 },
      measured: of(({ longTasks }) => longTasks),
      unit: 'tasks',
      reference: null,
      how: `${how}, ${scrollMs / 1_000} s each; longest ${Math.round(of(({ longestTaskMs }) => longestTaskMs))} ms`
    },
    {
      name: 'another output, list and charts: main thread',
      goal: null,
      measured: median(updates),
      unit: 'ms',
      reference: null,
      how: `${how}; an output each second, charts over all own outputs; processor time`
    }
  ]
}

export const rendererFrames: Measurer = {
  name: 'renderer-frames',
  about: 'scrolling and charts with 10,000 outputs',
  cheap: false,
  async measure({ runs, say }: BenchContext) {
    const build = await buildRenderer('fixture')
    const served = await serveFolder(build.folder)
    const browser = await openBrowser()
    try {
      const [scrolls, updates]: [Measured[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        scrolls.push(await scrolled(browser, served.url))
        updates.push(await updateMs(browser, served.url))
        say(`renderer-frames: run ${run + 1} of ${runs}`)
      }
      return budgets(scrolls, updates)
    } finally {
      await browser.close()
      await served.stop()
      build.remove()
    }
  }
}
