import type { Instance } from '@aws-sdk/client-ec2'
import type { MachineLook, MachinePort } from '../engine/prover/machine/machine-port.ts'
import { machineProblem } from '../engine/prover/machine/machine-problem.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import { createEc2Calls, type Ec2Calls, type Ec2ClientSettings } from './ec2-client.ts'
import { readRights } from './ec2-rights.ts'

export type Ec2Settings = Ec2ClientSettings & {
  instanceId: string
  addressType: 'private' | 'public'
}

type Open = Parameters<Parameters<Ec2Calls['call']>[1]>[0]

/** The machine as an EC2 instance. */
export function createEc2Machine(settings: Ec2Settings, clock: Clock): MachinePort & { close(): void } {
  const { instanceId, addressType } = settings
  const ids = { InstanceIds: [instanceId] }
  const calls = createEc2Calls(settings, clock)
  const { call } = calls

  async function find({ sdk, client }: Open, abortSignal: AbortSignal): Promise<Instance | null> {
    let NextToken: string | undefined
    do {
      const page = await client.send(new sdk.DescribeInstancesCommand({ ...ids, ...(NextToken && { NextToken }) }), {
        abortSignal
      })
      const found = page.Reservations?.flatMap(({ Instances = [] }) => Instances).find(
        ({ InstanceId }) => InstanceId === instanceId
      )
      if (found) return found
      NextToken = page.NextToken
    } while (NextToken)
    return null
  }

  return {
    describe: (signal) =>
      call(signal, async (open) => {
        const instance = await find(open, signal)
        if (!instance) throw machineProblem('WRONG_REGION')
        return lookOf(instance, addressType)
      }),
    start: (signal) =>
      call(signal, async ({ sdk, client }) => {
        await client.send(new sdk.StartInstancesCommand(ids), { abortSignal: signal })
      }),
    stop: (signal) =>
      call(signal, async ({ sdk, client }) => {
        await client.send(new sdk.StopInstancesCommand(ids), { abortSignal: signal })
      }),
    rights: (signal) => readRights(calls, instanceId, signal),
    close: calls.close
  }
}

const states = new Map<string, MachineLook['state']>([
  ['pending', 'pending'],
  ['running', 'running'],
  ['shutting-down', 'terminated'],
  ['terminated', 'terminated'],
  ['stopping', 'stopping'],
  ['stopped', 'stopped']
])
/** It becomes the host of a URL. */
const ipAddress = /^[0-9a-f.:]{2,45}$/i

function lookOf(instance: Instance, addressType: Ec2Settings['addressType']): MachineLook {
  const state = states.get(instance.State?.Name ?? '')
  if (!state) throw machineProblem('AWS_FAILED', { detail: 'a state of no known name' })
  const [first] = instance.NetworkInterfaces ?? []
  const address =
    addressType === 'private'
      ? (first?.PrivateIpAddress ?? instance.PrivateIpAddress)
      : (first?.Association?.PublicIp ?? instance.PublicIpAddress)
  return {
    state,
    address: address !== undefined && ipAddress.test(address) ? address : null,
    instanceType: instance.InstanceType ?? null,
    launchedAtMs: instance.LaunchTime?.getTime() ?? null
  }
}
