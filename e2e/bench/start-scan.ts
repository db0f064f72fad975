import { scanLogs } from '../../main/engine/chain/log-scanner.ts'
import { logsIn, rangeOf } from '../../main/engine/chain/testing/log-provider.ts'
import type { RpcPool, RpcRequest } from '../../main/engine/chain/types.ts'
import type { Clock } from '../../main/engine/runtime/clock.ts'
import { ManualClock } from '../../main/engine/runtime/manual-clock.ts'
import { AppError } from '../../shared/errors.ts'
import type { Budget, Measurer } from './budget.ts'
import { referenceScan } from './reference-model.ts'

const windowBlocks = 50_400
const most = 500
const perSecond = 10
/** How long the provider takes for one answer. */
const answerMs = 150
const oracle = '0x00000000000000000000000000000000000000aa'
const outputEvery = 300n

/** A provider that allows 500 blocks a request and ten requests a second, and refuses what is more. */
function limitedProvider(clock: Clock, signal: AbortSignal) {
  const count = { requests: 0, refusedRange: 0, refusedRate: 0 }
  const recent: number[] = []
  const pool: Pick<RpcPool, 'request'> = {
    async request(request: RpcRequest) {
      count.requests += 1
      while (recent[0] !== undefined && recent[0] <= clock.now() - 1_000) recent.shift()
      const tooFast = recent.length >= perSecond
      if (!tooFast) recent.push(clock.now())
      await clock.sleep(answerMs, signal)
      const { from, to } = rangeOf(request)
      if (tooFast) {
        count.refusedRate += 1
        throw new AppError({ code: 'RPC_UNAVAILABLE', retryAfterMs: 1_000 }, { message: '429', retryable: true })
      }
      if (to - from + 1n > BigInt(most)) {
        count.refusedRange += 1
        const message = `query exceeds max block range ${most}`
        throw new AppError({ code: 'RPC_REJECTED', rpcCode: -32_602 }, { message })
      }
      return logsIn({ from, to }, { every: outputEvery, address: oracle })
    }
  }
  return { pool: pool as RpcPool, count }
}

/** Reads the finalization window at the start, in virtual time. */
export async function scanWindow(): Promise<{ requests: number; seconds: number; logs: number; refused: number }> {
  const clock = new ManualClock(0)
  const { signal } = new AbortController()
  const { pool, count } = limitedProvider(clock, signal)
  let logs: number | null = null
  const range = { fromBlock: 1n, toBlock: BigInt(windowBlocks) }
  const scan = scanLogs({ pool, clock, address: oracle, ...range, signal }).then((found) => {
    logs = found.length
  })
  while (logs === null) await clock.advance(50)
  await scan
  const refused = count.refusedRange + count.refusedRate
  return { requests: count.requests, seconds: clock.now() / 1_000, logs, refused }
}

export const startScan: Measurer = {
  name: 'start-scan',
  about: 'the scan of the finalization window at the start',
  cheap: true,
  async measure() {
    const { requests, seconds, logs, refused } = await scanWindow()
    if (logs !== windowBlocks / Number(outputEvery)) throw new Error(`the scan found ${logs} logs`)
    const about = `50,400 blocks against a double that allows ${most} blocks and ${perSecond} requests a second, ${answerMs} ms each; virtual time`
    const reference = referenceScan(windowBlocks, most)
    const budgets: Budget[] = [
      {
        name: 'start-up scan: requests that were answered',
        goal: { atMost: 101 },
        measured: requests - refused,
        unit: 'requests',
        reference,
        how: about
      },
      {
        name: 'start-up scan: requests refused while the limits were learnt',
        goal: null,
        measured: refused,
        unit: 'requests',
        reference: null,
        how: `${about}; the first asks for the whole window`
      },
      {
        name: 'start-up scan: time',
        goal: null,
        measured: seconds,
        unit: 's',
        reference: (reference * answerMs) / 1_000,
        how: `${about}; the reference figure is the same pieces one after the other`
      }
    ]
    return budgets
  }
}
