import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { protocolReader } from '../../../main/practice/read-contract.ts'
import { onVirtualStage, type VirtualStage } from '../../bench/virtual-stage.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import type { Fault } from '../proxy/fault.ts'
import { startFaultProxy } from '../proxy/fault-proxy.ts'
import { expect } from '../stage/own-work.ts'

const hourSec = 3_600
const day = { totalSec: 24 * hourSec, beginSec: hourSec, stepSec: hourSec }
const short = { totalSec: 1_800, beginSec: 600, stepSec: 1_200 }
const chance = 0.01
/** In the short form fewer requests must meet as many faults. */
const shortChance = 0.1
/** The practice network lives in this process too. */
const heapMayGrowMb = 20
const mayGrow = 5

/** Each of them is an answer at once: in virtual time nothing may be waited for. */
const kinds: Fault[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 402 },
  { kind: 'status', status: 503 },
  { kind: 'empty' },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'wrong-id' },
  { kind: 'hang-up' },
  { kind: 'error', error: { code: -32005, message: 'rate limit exceeded' } }
]

type Reading = { heapMb: number; handles: number; timers: number }

/** After a collection of what nobody holds any more. */
function read({ clock }: VirtualStage): Reading {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return {
    heapMb: process.memoryUsage().heapUsed / 1_048_576,
    handles: process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length,
    timers: clock.sleeping
  }
}

async function passDay({ seed, long, signal, say }: FaultContext): Promise<string> {
  const { totalSec, beginSec, stepSec } = long ? day : short
  return onVirtualStage({ seed, signal }, async (stage) => {
    const { network } = stage
    const proxies = [
      await startFaultProxy({ httpUrl: network.l1.httpUrl }, { seed }),
      await startFaultProxy({ httpUrl: network.l1.httpUrl }, { seed: seed + 1 }),
      await startFaultProxy({ httpUrl: network.rollupUrl }, { seed: seed + 2 })
    ] as const
    for (const proxy of proxies) stage.keep(proxy)
    const [first, second, rollup] = proxies
    network.steerDraws(() => network.accounts.operator.address)
    const endpoints = { l1: [first.httpUrl, second.httpUrl], rollup: [rollup.httpUrl] }
    const roles = { submitter: true, challenger: true }
    const operator = await stage.startOperator({ roles, websocket: false, endpoints })
    const injections = proxies.map((proxy) => proxy.inject({ fault: kinds, chance: long ? chance : shortChance }))
    const { oracle } = protocolReader(network)
    const from = Number(await oracle('nextOutputIndex'))
    await stage.pass(beginSec)
    const start = read(stage)
    for (let sec = beginSec; sec < totalSec; sec += stepSec) {
      await stage.pass(stepSec)
      say(`after ${Math.round((sec + stepSec) / 60)} min: ${JSON.stringify(read(stage))}`)
    }
    const end = read(stage)
    const outputs = Number(await oracle('nextOutputIndex')) - from
    const met = injections.reduce((sum, injection) => sum + injection.count(), 0)
    const failed = operator.events.filter((event) => event.type === 'engine.state' && event.state === 'failed').length
    const due = Math.floor((totalSec - 1) / hourSec) + 1
    expect('no missed output', outputs >= due, `${outputs} of ${due}`)
    expect('the engine never failed', failed === 0, failed)
    expect('faults were met', met > 0, met)
    flat(start, end)
    const asked = proxies.reduce((sum, proxy) => sum + proxy.passed().length, 0)
    return `${totalSec / hourSec} h, ${outputs} outputs, ${met} faults in ${asked} requests; from ${beginSec / 60} min on: ${change(start, end)}`
  })
}

const change = (start: Reading, end: Reading): string =>
  `heap ${start.heapMb.toFixed(1)} to ${end.heapMb.toFixed(1)} MB, handles ${start.handles} to ${end.handles}, timers ${start.timers} to ${end.timers}`

function flat(start: Reading, end: Reading): void {
  const grown = change(start, end)
  expect('handles flat', end.handles <= start.handles + mayGrow, grown)
  expect('timers flat', end.timers <= start.timers + mayGrow, grown)
  expect('memory flat', end.heapMb <= start.heapMb + heapMayGrowMb, grown)
}

export const dayEntry: FaultEntry = {
  name: 'host-24-h',
  injected: `mainnet's pace in virtual time, for 24 h with ${chance * 100} % of all requests to L1 and to the rollup node broken (--long; else half an hour with ${shortChance * 100} %)`,
  expected: 'every output submitted, the engine never fails; memory, handles and timers flat',
  run: passDay
}
