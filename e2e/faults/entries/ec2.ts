import { AppError } from '../../../shared/errors.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import { type MachineStage, onMachineStage } from '../stage/machine.ts'
import { expect } from '../stage/own-work.ts'

const never = new AbortController().signal
const made = async (): Promise<string> => 'made'
type Options = Parameters<typeof onMachineStage>[1]

const entry = (
  name: string,
  about: { injected: string; expected: string; options?: Options },
  play: (stage: MachineStage) => Promise<string>
): FaultEntry => ({
  name: `ec2-${name}`,
  injected: about.injected,
  expected: about.expected,
  run: (context: FaultContext) => onMachineStage(context, about.options ?? {}, play)
})

/** What using the machine was refused with. */
async function refusal({ launch }: MachineStage, over: Parameters<MachineStage['launch']>[0] = {}): Promise<AppError> {
  const asked = await launch(over)
    .machine.use({ proof: 'p', signal: never }, made)
    .catch((error: unknown) => error)
  if (asked instanceof AppError) return asked
  throw new Error(`the machine was used: ${String(asked)}`)
}

/** A call that AWS refuses each time: told by name after so many tries, never asked for again. */
const refusedBy = (name: string, code: string, status: number, known: string, tries: number): FaultEntry =>
  entry(
    name,
    {
      injected: `StartInstances is answered ${code} each time`,
      expected: `told as ${known} after ${tries} ${tries === 1 ? 'try' : 'tries'}, nothing is leased or spent; used again once AWS agrees`
    },
    async (stage) => {
      const { double, launch, until } = stage
      double.fail('StartInstances', code, { status, times: 100 })
      const error = await refusal(stage)
      expect('the name of the refusal', error.code === known, error.code)
      expect('tries', double.calls().StartInstances === tries, double.calls().StartInstances)
      double.fail('StartInstances', code, { times: 0 })
      const { machine } = launch()
      await until('no lease left', () => (machine.status().leased ? null : true))
      expect('nothing spent', machine.status().spent.monthUsd === 0, machine.status().spent)
      expect('used afterwards', (await machine.use({ proof: 'p', signal: never }, made)) === 'made')
      await stage.down()
      return `${error.code} after ${tries}: ${error.message}`
    }
  )

export const ec2Entries: FaultEntry[] = [
  entry(
    'pending',
    {
      injected: 'the machine stays "pending" although it was started, and its prover answers nothing',
      expected: 'the wait is bounded, told, and the machine is stopped after it',
      options: { delays: { bootMs: 400, stopMs: 60 }, onMachine: async () => ({ stop: async () => {} }) }
    },
    async (stage) => {
      const error = await refusal(stage, { readyWithinMs: 900 })
      await stage.down()
      return `${error.code} after 0.9 s; stopped`
    }
  ),
  entry(
    'stopping',
    {
      injected: 'the machine is "stopping" when it is needed',
      expected: 'waited for, then started once and used',
      options: { first: 'stopping' }
    },
    async (stage) => {
      const { double, launch } = stage
      setTimeout(() => void double.setState('stopped'), 150)
      expect('used', (await launch().machine.use({ proof: null, signal: never }, made)) === 'made')
      await stage.down()
      return `started ${double.calls().StartInstances} time after it had stopped`
    }
  ),
  entry(
    'terminated',
    {
      injected: 'the machine is terminated',
      expected: 'given up at once, by name; nothing is started',
      options: { first: 'terminated' }
    },
    async (stage) => {
      const error = await refusal(stage)
      expect('its name', error.code === 'TERMINATED', error.code)
      expect('nothing started', stage.double.calls().StartInstances === 0)
      return `${error.code}: ${error.message}`
    }
  ),
  refusedBy('no-capacity', 'InsufficientInstanceCapacity', 500, 'NO_CAPACITY', 3),
  refusedBy('throttled', 'RequestLimitExceeded', 503, 'THROTTLED', 3),
  refusedBy('expired-key', 'ExpiredToken', 400, 'KEY_EXPIRED', 1),
  entry(
    'address-changed',
    { injected: 'the machine has another address after each start', expected: 'asked for anew each time, and used' },
    async (stage) => {
      const { machine } = stage.launch()
      const hosts: string[] = []
      for (let i = 0; i < 2; i++) {
        const url = await machine.use({ proof: null, signal: never }, async (at) => at)
        hosts.push(new URL(url).hostname)
        await stage.down()
      }
      expect('two addresses', new Set(hosts).size === 2, hosts)
      expect(
        'each asked',
        stage.services.every(({ specs }) => specs > 0)
      )
      return `used at ${hosts.join(' and ')}`
    }
  ),
  entry(
    'stop-fails-twice',
    {
      injected: 'StopInstances fails twice (each with the tries that the SDK makes)',
      expected: 'repeated, the problem shown until AWS says stopped, then gone'
    },
    async (stage) => {
      const { double, launch, until } = stage
      double.fail('StopInstances', 'InternalError', { status: 500, times: 8 })
      const { machine } = launch()
      await machine.use({ proof: null, signal: never }, made)
      const problem = await until('the problem shown', () => machine.status().problem)
      expect('it is still ours', machine.status().leased)
      await stage.down()
      await until('the problem gone', () => (machine.status().problem === null ? true : null))
      return `${problem.code} shown until stopped, after ${double.calls().StopInstances} calls`
    }
  ),
  entry(
    'started-by-hand',
    {
      injected: 'somebody starts the machine in the AWS console',
      expected: 'reported, left alone, and stopped only when the operator says so',
      options: { first: 'running' }
    },
    async (stage) => {
      const { double, launch, until } = stage
      const { machine } = launch()
      await until('the report', () => (machine.status().orphan ? true : null))
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect('left alone', double.calls().StopInstances === 0)
      await machine.adopt()
      await stage.down()
      await until('the report taken back', () => (machine.status().orphan ? null : true))
      return 'reported, not touched for a while, stopped when told'
    }
  )
]
