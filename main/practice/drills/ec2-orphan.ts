import { join } from 'node:path'
import { type MachineStage, startMachineStage } from '../ec2/machine-stage.ts'
import { startJsonRpcServer } from '../json-rpc-server.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { until } from './until.ts'

const boundSec = 60

export const ec2OrphanDrill: Drill = {
  name: 'ec2-orphan',
  about: 'a machine that runs for nobody: reported without a lease, found and stopped with one',
  async run(context) {
    const { clock, folder, signal } = context
    const prover = await startJsonRpcServer({ handle: async () => ({ degree: 19 }), signal })
    const stage = await startMachineStage({
      ...{ proverUrl: prover.url, folder: join(folder, 'app'), clock },
      ...{ first: 'running', bootMs: 300, stopMs: 300 }
    })
    try {
      return { withoutLease: await withoutLease(context, stage), withLease: await withLease(context, stage) }
    } finally {
      await stage.stop()
      await prover.stop()
    }
  }
}

/** Somebody else let it run: it is told, and nothing is done until the operator says so. */
async function withoutLease(context: DrillContext, { double, launch }: MachineStage): Promise<DrillFacts> {
  const host = await launch()
  await until(context, { what: 'report of the orphan', withinSec: 10 }, async () =>
    host.state().machine?.orphan ? true : null
  )
  await context.clock.sleep(1_000, context.signal)
  expectEqual('stops before anybody said so', double.calls().StopInstances, 0)
  context.say('a machine without a lease is reported and left alone')
  await host.stopOrphan()
  await untilStopped(context, double)
  await until(context, { what: 'end of the lease', withinSec: 10 }, async () =>
    host.state().machine?.leased === false ? true : null
  )
  await host.stop()
  return { reported: true, stopped: double.calls().StopInstances }
}

/** The app started it and ended while AWS would not stop it: the next start sees to it. */
async function withLease(context: DrillContext, { double, launch }: MachineStage): Promise<DrillFacts> {
  const { clock, signal } = context
  double.fail('StopInstances', 'InternalError', { status: 500, times: 1_000 })
  const first = await launch()
  await first.rehearse(AbortSignal.any([signal, AbortSignal.timeout(4_000)])).catch(() => {})
  expectEqual('machine after a stop that fails', double.state(), 'running')
  expectEqual('what is shown meanwhile', first.state().machine?.problem?.code, 'AWS_FAILED')
  await first.stop()
  expectEqual('machine after the app ended', double.state(), 'running')
  context.say('the app ended while its machine runs')
  double.fail('StopInstances', 'InternalError', { times: 0 })
  const startedMs = clock.now()
  const second = await launch()
  await untilStopped(context, double)
  await until(context, { what: 'end of the lease', withinSec: boundSec }, async () =>
    second.state().machine?.leased === false ? true : null
  )
  return { foundAndStoppedAfterMs: clock.now() - startedMs, costUsd: second.state().machine?.spent.monthUsd }
}

const untilStopped = (context: DrillContext, double: MachineStage['double']): Promise<true> =>
  until(context, { what: 'stop of the machine', withinSec: boundSec }, async () =>
    double.state() === 'stopped' ? true : null
  )
