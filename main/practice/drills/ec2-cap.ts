import { join } from 'node:path'
import { postText } from '../../net/post-text.ts'
import { type MachineStage, startMachineStage } from '../ec2/machine-stage.ts'
import { startJsonRpcServer } from '../json-rpc-server.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { until } from './until.ts'

/** A dollar per second. */
const pricePerHourUsd = 3_600
const spec = { degree: 19, agg_degree: 23, chain_id: 1, max_txs: 100, max_call_data: 350_000 }

export const ec2CapDrill: Drill = {
  name: 'ec2-cap',
  about: 'a proof that never ends: the machine is stopped at the cost agreed, and not started beyond the day’s',
  async run(context) {
    const { clock, folder, signal } = context
    const handle = (method: string): Promise<unknown> =>
      method === 'spec' ? Promise.resolve(spec) : new Promise(() => {})
    const prover = await startJsonRpcServer({ handle, signal })
    const stage = await startMachineStage({
      ...{ proverUrl: prover.url, folder: join(folder, 'app'), clock },
      ...{ bootMs: 300, stopMs: 300 }
    })
    try {
      return await play(context, stage)
    } finally {
      await stage.stop()
      await prover.stop()
    }
  }
}

async function play(context: DrillContext, stage: MachineStage): Promise<DrillFacts> {
  const { clock, say } = context
  const { double } = stage
  const host = await stage.launch({
    pricePerHourUsd,
    caps: { perProofUsd: 4, perDayUsd: 65, perMonthUsd: 500 }
  })
  const startedMs = clock.now()
  const first = await ask(context, await stage.urlOf(host), 1)
  const cutAfterMs = clock.now() - startedMs
  expectEqual('answer at the cap of a proof', first.code, -32000)
  expectEqual('its text names the cap', first.message.includes('perProofUsd'), true)
  await until(context, { what: 'stop of the machine', withinSec: 30 }, async () =>
    double.state() === 'stopped' && host.state().machine?.leased === false ? true : null
  )
  say(`the proof was cut after ${cutAfterMs} ms, and the machine stopped`)

  // A start is billed a minute: sixty dollars of the day's sixty-five are gone.
  const second = await ask(context, await stage.urlOf(host), 2)
  expectEqual('the second text names the cap', second.message.includes('perDayUsd'), true)
  expectEqual('starts', double.calls().StartInstances, 1)
  return { cutAfterMs, spent: host.state().machine?.spent, starts: double.calls().StartInstances }
}

type Told = { code: number; message: string }

/** Asks as another validator does, by HTTP, and answers with the error. */
async function ask({ signal }: DrillContext, url: string, n: number): Promise<Told> {
  const trace = JSON.stringify({ header: { number: n } })
  const body = JSON.stringify({ jsonrpc: '2.0', id: n, method: 'prove', params: [trace] })
  const { text } = await postText({ url, body, maxBytes: 1_000_000, signal })
  return (JSON.parse(text) as { error: Told }).error
}
