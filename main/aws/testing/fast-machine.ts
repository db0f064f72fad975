import { join } from 'node:path'
import { Secret } from '../../../shared/secret.ts'
import type { CostCaps } from '../../engine/prover/machine/cost-guard.ts'
import { createMachine } from '../../engine/prover/machine/create-machine.ts'
import type { ProverMachine } from '../../engine/prover/machine/prover-machine.ts'
import { createServiceRpc } from '../../engine/prover/service-rpc.ts'
import { systemClock as clock } from '../../engine/runtime/clock.ts'
import { postText } from '../../net/post-text.ts'
import { openLeaseFile } from '../../store/lease-file.ts'
import { createEc2Machine } from '../ec2-machine.ts'

export type MachineSetup = {
  endpoint: string
  key: { accessKeyId: string; secretAccessKey: string }
  folder: string
  port: number
  caps: CostCaps
  pricePerHourUsd?: number | null
  readyWithinMs?: number
  reattachMs?: number
}

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** The machine with everything real but AWS itself, and with short pauses. Runs at once. */
export function fastMachine(
  setup: MachineSetup,
  onChange: (machine: ProverMachine) => void = () => {}
): { machine: ProverMachine; stop(): Promise<void> } {
  const { accessKeyId, secretAccessKey } = setup.key
  const port = createEc2Machine(
    {
      ...{ region: 'eu-test-1', instanceId: 'i-0123456789abcdef0', addressType: 'public', endpoint: setup.endpoint },
      credentials: { key: { accessKeyId, secretAccessKey: new Secret(secretAccessKey), sessionToken: null } }
    },
    clock
  )
  const machine = createMachine({
    port,
    settings: {
      ...{ instanceId: 'i-0123456789abcdef0', urlScheme: 'http', port: setup.port, caps: setup.caps },
      pricePerHourUsd: setup.pricePerHourUsd === undefined ? 6 : setup.pricePerHourUsd
    },
    lease: openLeaseFile(join(setup.folder, 'machine.json')),
    probe: async (url, signal) => {
      const rpc = createServiceRpc({ service: 'zkEVM prover', url, post: postText, clock })
      await rpc.ask({ method: 'spec', params: [], timeoutMs: 1_000, signal })
    },
    clock,
    log,
    limits: {
      ...{ pollMs: 20, probeMs: 20, settleMs: 200, readyWithinMs: setup.readyWithinMs ?? 10_000, attempts: 3 },
      ...{ reattachMs: setup.reattachMs ?? 300, exitMs: 1_000 },
      backoff: { baseMs: 10, maxMs: 40, resetAfterMs: 0, jitter: () => 1 }
    }
  })
  const stop = new AbortController()
  machine.onChange(() => onChange(machine))
  const running = machine.run({ signal: stop.signal, ready: () => {} })
  return {
    machine,
    async stop() {
      stop.abort()
      await running
      port.close()
    }
  }
}
