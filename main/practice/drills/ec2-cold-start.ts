import { join } from 'node:path'
import { startMachineStage } from '../ec2/machine-stage.ts'
import { proveWrong } from './challenge-proof.ts'
import { type ChallengeStage, onStage } from './challenge-stage.ts'
import { type Drill, type DrillFacts, expectEqual } from './drill.ts'
import { until } from './until.ts'

export const ec2ColdStartDrill: Drill = {
  name: 'ec2-cold-start',
  about:
    'a challenge proven by a prover whose EC2 machine was stopped: started for it, asked through the proxy, stopped after',
  run: (context) => onStage(context, {}, coldStart)
}

async function coldStart(stage: ChallengeStage): Promise<DrillFacts> {
  const { context, network } = stage
  const { clock, folder, say } = context
  const machine = stage.keep(
    await startMachineStage({
      ...{ proverUrl: network.provers.zkEvmUrl, folder: join(folder, 'app'), clock },
      ...{ bootMs: 1_500, stopMs: 800 }
    })
  )
  const host = await machine.launch()
  expectEqual('state of the machine before', machine.double.state(), 'stopped')
  const proven = await proveWrong({ ...stage, ...(host.zkEvm && { zkEvm: host.zkEvm }) }, 'ZkEvm')
  await until(context, { what: 'end of the lease', withinSec: 30 }, async () =>
    host.state().machine?.leased === false ? true : null
  )
  say('the machine is stopped again')

  expectEqual('state of the machine after', machine.double.state(), 'stopped')
  const { StartInstances: starts, StopInstances: stops, DescribeInstances: looks } = machine.double.calls()
  expectEqual('starts and stops', [starts, stops], [1, 1])
  const jobs = host.state().jobs.map(({ state }) => state)
  expectEqual('proofs of the proxy', jobs, ['done'])
  const states = host.state().machine?.history.map(({ state }) => state)
  return { ...proven, machine: { starts, stops, looks, states, costUsd: host.state().machine?.spent.monthUsd } }
}
