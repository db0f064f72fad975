import { performance } from 'node:perf_hooks'
import type { FaultEntry } from '../entry.ts'
import type { Fault } from '../proxy/fault.ts'
import type { FaultProxy, Passed } from '../proxy/fault-proxy.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { watchLoop } from '../stage/loop-lag.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, submitsRightly } from '../stage/own-work.ts'

const withinMs = 2_000
const kinds: { name: string; injected: string; fault: Fault }[] = [
  { name: 'time-out', injected: 'never answers', fault: { kind: 'time-out' } },
  { name: '429', injected: 'answers 429', fault: { kind: 'status', status: 429 } },
  {
    name: '429-retry-after',
    injected: 'answers 429, Retry-After: 30',
    fault: { kind: 'status', status: 429, retryAfterSec: 30 }
  },
  { name: '402', injected: 'answers 402', fault: { kind: 'status', status: 402 } },
  { name: '5xx', injected: 'answers 503', fault: { kind: 'status', status: 503 } },
  { name: 'empty', injected: 'answers with nothing', fault: { kind: 'empty' } },
  { name: 'html', injected: 'answers with a web page', fault: { kind: 'html' } },
  { name: 'truncated', injected: 'cuts its answers off in the middle', fault: { kind: 'truncated' } },
  { name: 'wrong-id', injected: 'answers another request', fault: { kind: 'wrong-id' } },
  { name: 'huge', injected: 'answers without an end', fault: { kind: 'huge' } },
  { name: 'slow-drip', injected: 'answers a byte every 50 ms', fault: { kind: 'slow-drip', everyMs: 50 } },
  { name: 'hung-socket', injected: 'falls silent in the middle of its answers', fault: { kind: 'hung-socket' } }
]

/** The operator's favourite L1 endpoint breaks after the start, right before an output is due. */
export const rpcKindEntries: FaultEntry[] = kinds.map(({ name, injected, fault }) => ({
  name: `rpc-${name}`,
  injected: `the first L1 endpoint ${injected}, from right before an output is due`,
  expected: `each question is answered by the second endpoint within ${withinMs / 1_000} s; the output is submitted once, rightly, and nothing else`,
  run: ({ onStage }) =>
    onStage(async (stage) => {
      const operator = await readyOperator(stage)
      const loop = watchLoop()
      const injection = stage.primary.inject({ fault })
      const sinceMs = performance.now()
      await submitsRightly(stage)
      const { slowestMs, moved, lost } = await allMoved(stage, sinceMs)
      const lagMs = loop.stop()
      expect('the fault was met', injection.count() > 0)
      expect('every question was asked at the second endpoint', lost.length === 0, lost)
      expect('fail-over in time', slowestMs - lagMs <= withinMs, `${slowestMs} ms, ${lagMs} of them this process's own`)
      const state = operator.engine.snapshot().state
      expect('the engine runs', state === 'running', state)
      return `${injection.count()} calls met it, ${moved} moved on within ${Math.round(slowestMs)} ms; 1 transaction, right root`
    })
}))

/** Gives what was asked last the time to move on as well. */
async function allMoved(
  { primary, spare, context }: FaultStage,
  sinceMs: number
): Promise<ReturnType<typeof failOver>> {
  const { clock, signal } = context
  for (let waitedMs = 0; ; waitedMs += 100) {
    const found = failOver(primary, spare, sinceMs)
    if (found.lost.length === 0 || waitedMs >= 2 * withinMs) return found
    await clock.sleep(100, signal)
  }
}

/** Probes are meant for this endpoint and no other. */
const isProbe = ({ method, params }: Passed): boolean =>
  method === 'eth_chainId' || (method === 'eth_getBlockByNumber' && params[0] === 'latest')

/** How long until what the first did not answer was asked at the second. */
function failOver(first: FaultProxy, second: FaultProxy, sinceMs: number) {
  const broken = first.passed().filter((one) => one.fault && one.atMs >= sinceMs && !isProbe(one))
  const waits = broken.map((one) => {
    const key = JSON.stringify(one.params)
    const next = second
      .passed()
      .find((other) => other.atMs >= one.atMs && other.method === one.method && JSON.stringify(other.params) === key)
    return { method: one.method, ms: next ? next.atMs - one.atMs : null }
  })
  const known = waits.flatMap(({ ms }) => (ms === null ? [] : [ms]))
  return {
    moved: known.length,
    slowestMs: Math.max(0, ...known),
    lost: waits.flatMap(({ ms, method }) => (ms === null ? [method] : []))
  }
}
