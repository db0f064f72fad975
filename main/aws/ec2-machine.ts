import type { EC2Client, Instance } from '@aws-sdk/client-ec2'
import { AppError } from '../../shared/errors.ts'
import type { MachineLook, MachinePort } from '../engine/prover/machine/machine-port.ts'
import { machineProblem } from '../engine/prover/machine/machine-problem.ts'
import type { Clock } from '../engine/runtime/clock.ts'
import type { AwsCredentials } from './aws-credentials.ts'
import { translateAwsError } from './translate-aws-error.ts'

export type Ec2Settings = {
  region: string
  instanceId: string
  addressType: 'private' | 'public'
  credentials: AwsCredentials
  /** Instead of AWS's own (tests, private clouds). */
  endpoint?: string | undefined
}

type Sdk = typeof import('@aws-sdk/client-ec2')
type Open = { sdk: Sdk; client: EC2Client }

/** The machine as an EC2 instance. The SDK is loaded at the first call. */
export function createEc2Machine(settings: Ec2Settings, clock: Clock): MachinePort & { close(): void } {
  const { instanceId, addressType } = settings
  const ids = { InstanceIds: [instanceId] }
  let opening: Promise<Open> | null = null

  async function call<T>(signal: AbortSignal, work: (open: Open) => Promise<T>): Promise<T> {
    opening ??= openClient(settings)
    try {
      return await work(await opening)
    } catch (error) {
      throw translateAwsError(error, { signal, now: clock.now() })
    }
  }

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
    async dryRunRunInstances(signal) {
      try {
        await call(signal, ({ sdk, client }) =>
          client.send(new sdk.RunInstancesCommand({ DryRun: true, MinCount: 1, MaxCount: 1, ImageId: dryImage }), {
            abortSignal: signal
          })
        )
        return 'allowed'
      } catch (error) {
        // AWS says by an error of this name that the call would have succeeded.
        if (error instanceof AppError && error.meta.detail === 'DryRunOperation') return 'allowed'
        if (error instanceof AppError && error.code === 'NOT_AUTHORIZED') return 'refused'
        throw error
      }
    },
    close() {
      void opening?.then(
        ({ client }) => client.destroy(),
        () => {}
      )
    }
  }
}

/** Nothing is made of it: permissions are checked before the image. */
const dryImage = 'ami-00000000'

async function openClient({ region, credentials, endpoint }: Ec2Settings): Promise<Open> {
  const sdk = await import('@aws-sdk/client-ec2')
  const client = new sdk.EC2Client({
    region,
    // The machine's own rules say when and how often something is tried again.
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint }),
    ...clientCredentials(credentials)
  })
  return { sdk, client }
}

function clientCredentials(credentials: AwsCredentials) {
  if ('profile' in credentials) return { profile: credentials.profile }
  if (!('key' in credentials)) return {}
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.key
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken && { sessionToken: sessionToken.reveal() })
    }
  }
}

const states: Readonly<Record<string, MachineLook['state']>> = {
  pending: 'pending',
  running: 'running',
  'shutting-down': 'terminated',
  terminated: 'terminated',
  stopping: 'stopping',
  stopped: 'stopped'
}

function lookOf(instance: Instance, addressType: Ec2Settings['addressType']): MachineLook {
  const state = states[instance.State?.Name ?? '']
  if (!state) throw machineProblem('AWS_FAILED', { detail: 'a state of no known name' })
  const [first] = instance.NetworkInterfaces ?? []
  const address =
    addressType === 'private'
      ? (first?.PrivateIpAddress ?? instance.PrivateIpAddress)
      : (first?.Association?.PublicIp ?? instance.PublicIpAddress)
  return {
    state,
    address: address || null,
    instanceType: instance.InstanceType ?? null,
    launchedAtMs: instance.LaunchTime?.getTime() ?? null
  }
}
