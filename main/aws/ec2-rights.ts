import { AppError } from '../../shared/errors.ts'
import type { MachineRights, Right } from '../engine/prover/machine/machine-rights.ts'
import type { Ec2Calls } from './ec2-client.ts'

/** Nothing is made of it: permissions are checked before the image. */
const dryImage = 'ami-00000000'

/** Asks AWS by dry runs, which change nothing, what the key may do. Throws machine problems and AbortedError. */
export async function readRights({ call }: Ec2Calls, instanceId: string, signal: AbortSignal): Promise<MachineRights> {
  const options = { abortSignal: signal }
  const own = { InstanceIds: [instanceId], DryRun: true }
  const start = await answerTo(
    call(signal, ({ sdk, client }) => client.send(new sdk.StartInstancesCommand(own), options))
  )
  const stop = await answerTo(
    call(signal, ({ sdk, client }) => client.send(new sdk.StopInstancesCommand(own), options))
  )
  const image = { DryRun: true, MinCount: 1, MaxCount: 1, ImageId: dryImage }
  const runNew = await answerTo(
    call(signal, ({ sdk, client }) => client.send(new sdk.RunInstancesCommand(image), options))
  )
  const other = await call(signal, async ({ sdk, client }) => {
    const page = await client.send(new sdk.DescribeInstancesCommand({ MaxResults: 50 }), options)
    const all = page.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? []
    return all.find(({ InstanceId, State }) => InstanceId !== instanceId && State?.Name !== 'terminated')?.InstanceId
  })
  if (other === undefined) return { start, stop, runNew, startOthers: 'unknown' }
  const others = { InstanceIds: [other], DryRun: true }
  const startOthers = await answerTo(
    call(signal, ({ sdk, client }) => client.send(new sdk.StartInstancesCommand(others), options))
  )
  return { start, stop, runNew, startOthers }
}

/** AWS says by an error of this name that the call would have succeeded. */
async function answerTo(dryRun: Promise<unknown>): Promise<Right> {
  try {
    await dryRun
    return 'unknown'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.meta.detail === 'DryRunOperation') return 'allowed'
    if (error.code === 'NOT_AUTHORIZED') return 'refused'
    if (error.code === 'WRONG_STATE') return 'unknown'
    throw error
  }
}
