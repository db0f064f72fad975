import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fastMachine, type MachineSetup } from '../../../main/aws/testing/fast-machine.ts'
import { systemClock as clock } from '../../../main/engine/runtime/clock.ts'
import { type Ec2Double, startEc2Double } from '../../../main/practice/ec2/ec2-double.ts'
import { type ProofService, startProofService } from '../../../main/prover-proxy/testing/proof-service.ts'
import type { FaultContext } from '../entry.ts'
import { waitFor } from './wait.ts'

/** The app's use of a prover's machine, by the real AWS SDK against a double of EC2's Query API. */
export type MachineStage = {
  double: Ec2Double
  setup: MachineSetup
  /** The provers that ran on the machine, one for each start. */
  services: ProofService[]
  launch(over?: Partial<MachineSetup>): ReturnType<typeof fastMachine>
  until<T>(what: string, look: () => T | null): Promise<T>
  /** Waits until AWS says that it is stopped. */
  down(): Promise<true>
}

const noCaps = { perProofUsd: 1_000, perDayUsd: 1_000, perMonthUsd: 1_000 }

/** Sets it, plays, and clears it away. */
export async function onMachineStage<T>(
  context: FaultContext,
  options: Partial<Parameters<typeof startEc2Double>[0]>,
  play: (stage: MachineStage) => Promise<T>
): Promise<T> {
  const folder = join(context.folder, 'machine')
  await mkdir(folder, { recursive: true })
  const probe = await startProofService({ host: '0.0.0.0' })
  await probe.stop()
  const { port } = probe
  const services: ProofService[] = []
  const onMachine = async (host: string): Promise<ProofService> => {
    const service = await startProofService({ host, port })
    services.push(service)
    return service
  }
  const double = await startEc2Double({ clock, delays: { bootMs: 60, stopMs: 60 }, onMachine, ...options })
  const setup = { endpoint: double.url, key: double.key, folder, port, caps: noCaps }
  const launched: { stop(): Promise<void> }[] = []
  const until = <U>(what: string, look: () => U | null): Promise<U> =>
    waitFor({ clock, signal: context.signal }, { what, withinSec: 20, stuck: () => `(${double.state()})` }, look)
  try {
    return await play({
      ...{ double, setup, services, until },
      launch(over = {}) {
        const made = fastMachine({ ...setup, ...over })
        launched.push(made)
        return made
      },
      down: () => until('the machine stopped', () => (double.state() === 'stopped' ? true : null))
    })
  } finally {
    for (const one of launched) await one.stop()
    await double.stop()
  }
}
