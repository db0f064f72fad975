import type { DoubleState } from './ec2-double.ts'

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/'
const head = '<?xml version="1.0" encoding="UTF-8"?>'
/** The API's numbers of the states. */
const codes: Record<DoubleState, number> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80
}

const stateXml = (name: string, state: DoubleState): string =>
  `<${name}><code>${codes[state]}</code><name>${state}</name></${name}>`

export type DescribedInstance = {
  instanceId: string
  instanceType: string
  state: DoubleState
  address: string | null
  launchedAtMs: number
}

/** DescribeInstancesResponse. The private address is the public one with another first number. */
export function instancesXml({
  instances,
  nextToken
}: {
  instances: readonly DescribedInstance[]
  nextToken: string | null
}): string {
  const set = instances
    .map((one) => `<item><reservationId>r-1</reservationId><instancesSet>${itemXml(one)}</instancesSet></item>`)
    .join('')
  const token = nextToken === null ? '' : `<nextToken>${nextToken}</nextToken>`
  return `${head}<DescribeInstancesResponse xmlns="${namespace}"><requestId>1</requestId><reservationSet>${set}</reservationSet>${token}</DescribeInstancesResponse>`
}

function itemXml({ instanceId, instanceType, state, address, launchedAtMs }: DescribedInstance): string {
  const association = address === null ? '' : `<association><publicIp>${address}</publicIp></association>`
  const network = `<networkInterfaceSet><item><privateIpAddress>10.1.2.3</privateIpAddress>${association}</item></networkInterfaceSet>`
  const launched = new Date(launchedAtMs).toISOString()
  return `<item><instanceId>${instanceId}</instanceId><instanceType>${instanceType}</instanceType>${stateXml('instanceState', state)}<launchTime>${launched}</launchTime><privateIpAddress>10.1.2.3</privateIpAddress>${network}</item>`
}

/** StartInstancesResponse and StopInstancesResponse. */
export const stateChangeXml = (input: {
  action: string
  instanceId: string
  before: DoubleState
  now: DoubleState
}): string =>
  `${head}<${input.action}Response xmlns="${namespace}"><requestId>1</requestId><instancesSet><item><instanceId>${input.instanceId}</instanceId>${stateXml('currentState', input.now)}${stateXml('previousState', input.before)}</item></instancesSet></${input.action}Response>`

export const xmlError = (code: string): string =>
  `${head}<Response><Errors><Error><Code>${code}</Code><Message>${code} from the double for account 123456789012</Message></Error></Errors><RequestID>1</RequestID></Response>`
