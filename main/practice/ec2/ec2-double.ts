import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../engine/runtime/clock.ts'
import { instancesXml, stateChangeXml, xmlError } from './ec2-xml.ts'
import { type DoubleKey, signatureProblem } from './sigv4-check.ts'
import { createStsRole, type DoubleRole, stsError } from './sts-role.ts'

export type DoubleState = 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated'
export type Ec2Action = 'DescribeInstances' | 'StartInstances' | 'StopInstances' | 'RunInstances' | 'AssumeRole'
type Fault = { code: string; status: number; left: number }

/** What runs on the machine while it runs: begun with its new address, ended when it stops. */
export type OnMachine = (address: string) => Promise<{ stop(): Promise<void> }>

export type Ec2Double = {
  /** Endpoint of the EC2 Query API. */
  url: string
  key: { accessKeyId: string; secretAccessKey: string }
  state(): DoubleState
  /** By hand, as somebody in the AWS console would. */
  setState(state: DoubleState): Promise<void>
  /** Fails the next `times` calls of an action with a code of the EC2 API. */
  fail(action: Ec2Action, code: string, options?: { times?: number; status?: number }): void
  setDelays(delays: Partial<Delays>): void
  /** Calls so far, refused ones too; dry runs of starts and stops are not among them. */
  calls(): Record<Ec2Action, number>
  /** Ends the keys of the role before their time. */
  revokeRole(): void
  stop(): Promise<void>
}

type Delays = { bootMs: number; stopMs: number }

type Options = {
  clock: Clock
  region?: string
  instanceId?: string
  instanceType?: string
  first?: DoubleState
  delays?: Delays
  /** The public address of the n-th start, counted from 1. */
  addressOf?: (start: number) => string
  onMachine?: OnMachine
  /** Pages of DescribeInstances before the one that holds the instance. */
  emptyPages?: number
  /** How far this server's clock is ahead. */
  skewMs?: number
  /** The key alone may do nothing then but assume this role. */
  role?: DoubleRole
  /** What the key may do, as AWS would judge its policy. */
  policy?: Partial<Policy>
  /** Another instance of the account. */
  otherInstanceId?: string
}

/** Default: what docs/prover.md gives. */
type Policy = { start: boolean; stop: boolean; runNew: boolean; startOthers: boolean }

export const doubleInstanceId = 'i-0123456789abcdef0'
const key = { accessKeyId: 'AKIAPRACTICEDOUBLE00', secretAccessKey: 'practice-secret-of-the-double-0000000000' }
const noMachine: OnMachine = async () => ({ stop: async () => {} })

/** The EC2 Query API over HTTP with one instance, which takes its time to boot and to stop and has another public address after each start. Requests must be signed. */
export async function startEc2Double(options: Options): Promise<Ec2Double> {
  const { clock, region = 'eu-test-1', instanceId = doubleInstanceId, instanceType = 'r6i.32xlarge' } = options
  const { onMachine = noMachine, addressOf = (start) => `127.0.0.${1 + start}`, emptyPages = 0, skewMs = 0 } = options
  const { otherInstanceId = null } = options
  const policy: Policy = { start: true, stop: true, runNew: false, startOthers: false, ...options.policy }
  const role = options.role ? createStsRole(options.role) : null
  const ending = new AbortController()
  const delays = options.delays ?? { bootMs: 50, stopMs: 50 }
  const faults = new Map<Ec2Action, Fault>()
  const calls = { DescribeInstances: 0, StartInstances: 0, StopInstances: 0, RunInstances: 0, AssumeRole: 0 }
  let state: DoubleState = options.first ?? 'stopped'
  let starts = 0
  let address: string | null = null
  let launchedAtMs = clock.now()
  let running: { stop(): Promise<void> } | null = null
  let change = 0

  async function enter(next: DoubleState): Promise<void> {
    change += 1
    state = next
    if (next === 'pending' || next === 'running') {
      if (address === null) {
        starts += 1
        address = addressOf(starts)
        launchedAtMs = clock.now()
      }
      if (next === 'running') running ??= await onMachine(address)
      return
    }
    const stopped = running
    running = null
    if (next !== 'stopping') address = null
    await stopped?.stop()
  }

  async function later(ms: number, next: DoubleState): Promise<void> {
    const mine = change
    await clock.sleep(ms, ending.signal).catch(() => {})
    if (!ending.signal.aborted && mine === change) await enter(next)
  }

  async function act(action: Ec2Action, form: URLSearchParams): Promise<string> {
    const asked = [...form].flatMap(([name, value]) => (name.startsWith('InstanceId.') ? [value] : []))
    if (asked.some((id) => id !== instanceId && id !== otherInstanceId))
      throw new Refused('InvalidInstanceID.NotFound', 400)
    if (action === 'DescribeInstances') return describing(Number(form.get('NextToken') ?? 0), asked)
    if (!may(action, asked)) throw new Refused('UnauthorizedOperation', 403)
    if (form.get('DryRun') === 'true') throw new Refused('DryRunOperation', 412)
    if (!asked.includes(instanceId)) throw new Refused('InvalidAction', 400)
    const before = state
    if (action === 'StartInstances') {
      if (state === 'stopping' || state === 'terminated' || state === 'shutting-down')
        throw new Refused('IncorrectInstanceState', 400)
      if (state === 'stopped') {
        await enter('pending')
        void later(delays.bootMs, 'running')
      }
    } else {
      if (state === 'pending' || state === 'terminated') throw new Refused('IncorrectInstanceState', 400)
      if (state === 'running') {
        await enter('stopping')
        void later(delays.stopMs, 'stopped')
      }
    }
    return stateChangeXml({ action, instanceId, before, now: state })
  }

  const may = (action: Ec2Action, asked: readonly string[]): boolean => {
    if (action === 'RunInstances') return policy.runNew
    if (asked.some((id) => id !== instanceId)) return policy.startOthers
    return action === 'StartInstances' ? policy.start : policy.stop
  }

  const describing = (page: number, asked: readonly string[]): string => {
    if (page < emptyPages) return instancesXml({ instances: [], nextToken: String(page + 1) })
    const own = { instanceId, instanceType, state, address, launchedAtMs }
    const other = { ...own, instanceId: otherInstanceId ?? '', state: 'stopped' as const, address: null }
    const all = [own, ...(otherInstanceId === null ? [] : [other])]
    const wanted = all.filter((one) => asked.length === 0 || asked.includes(one.instanceId))
    return instancesXml({ instances: wanted, nextToken: null })
  }

  async function answer(request: IncomingMessage, body: string): Promise<string> {
    const form = new URLSearchParams(body)
    const action = form.get('Action') as Ec2Action
    if (!Object.hasOwn(calls, action)) throw new Refused('InvalidAction', 400)
    if (form.get('DryRun') !== 'true' || action === 'RunInstances') calls[action] += 1
    const service = action === 'AssumeRole' ? 'sts' : 'ec2'
    const keys = new Map<string, DoubleKey>([[key.accessKeyId, key], ...(service === 'ec2' ? (role?.keys ?? []) : [])])
    const problem = signatureProblem({ request, body, keys, service, region, now: clock.now() + skewMs })
    if (problem)
      throw new Refused(
        service === 'sts' ? (stsNames[problem] ?? problem) : problem,
        problem === 'RequestExpired' ? 400 : 401
      )
    const fault = faults.get(action)
    if (fault && fault.left > 0) {
      fault.left -= 1
      throw new Refused(fault.code, fault.status)
    }
    if (action === 'AssumeRole') return role?.assume(form, clock.now()) ?? refuse('AccessDenied', 403)
    const bare = role !== null && (request.headers.authorization ?? '').includes(`=${key.accessKeyId}/`)
    return bare ? refuse('UnauthorizedOperation', 403) : act(action, form)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = { 'content-type': 'text/xml', date: new Date(clock.now() + skewMs).toUTCString() }
    const body = Buffer.concat(chunks).toString()
    try {
      const text = await answer(request, body)
      response.writeHead(200, headers).end(text)
    } catch (error) {
      const { code, status } = error instanceof Refused ? error : new Refused('InternalError', 500)
      response.writeHead(status, headers).end(body.includes('Action=AssumeRole') ? stsError(code) : xmlError(code))
    }
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  if (state === 'running') await enter('running')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    state: () => state,
    setState: enter,
    fail(action, code, { times = 1, status = 400 } = {}) {
      faults.set(action, { code, status, left: times })
    },
    setDelays: (wanted) => void Object.assign(delays, wanted),
    calls: () => ({ ...calls }),
    revokeRole: () => role?.revoke(),
    async stop() {
      ending.abort()
      await running?.stop()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    }
  }
}

/** The same refusals by the token service's names. */
const stsNames: Readonly<Record<string, string>> = {
  AuthFailure: 'InvalidClientTokenId',
  RequestExpired: 'SignatureDoesNotMatch'
}

function refuse(code: string, status: number): never {
  throw new Refused(code, status)
}

class Refused extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number) {
    super(code)
    this.code = code
    this.status = status
  }
}
