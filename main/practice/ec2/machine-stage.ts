import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type ConfigInput, configSchema } from '../../../shared/config/config.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createLogger } from '../../log/logger.ts'
import { createProverHost, type ProverHost } from '../../prover-host.ts'
import { type DoubleState, doubleInstanceId, type Ec2Double, startEc2Double } from './ec2-double.ts'
import { startRelay } from './relay.ts'

type Ec2Input = NonNullable<NonNullable<ConfigInput['prover']>['ec2']>

/** A machine of the EC2 double with a prover on it, and what the app runs to use it. */
export type MachineStage = {
  double: Ec2Double
  /** The app's part, started. A second one finds what the first left behind. */
  launch(ec2?: Partial<Ec2Input>): Promise<ProverHost>
  /** Where a launched host's proxy is asked, with its token. */
  urlOf(host: ProverHost): Promise<string>
  stop(): Promise<void>
}

type Options = {
  /** The prover that runs on the machine while it runs. */
  proverUrl: string
  folder: string
  first?: DoubleState
  bootMs: number
  stopMs: number
  clock: Clock
}

const variables = { accessKeyIdVariable: 'EC2_KEY', secretAccessKeyVariable: 'EC2_SECRET' }
/** Only Linux has every address of 127.0.0.0/8. */
const addressOf = (start: number): string => (process.platform === 'linux' ? `127.0.0.${1 + start}` : '127.0.0.1')

export async function startMachineStage(options: Options): Promise<MachineStage> {
  const { proverUrl, folder, first = 'stopped', bootMs, stopMs, clock } = options
  const port = await freePort()
  const targetPort = Number(new URL(proverUrl).port)
  const double = await startEc2Double({
    ...{ clock, first, addressOf, delays: { bootMs, stopMs } },
    onMachine: (host) => startRelay({ host, port, targetPort })
  })
  const hosts: ProverHost[] = []
  return {
    double,
    async launch(ec2 = {}) {
      const settings = configSchema.parse({
        network: 'practice',
        prover: {
          ec2: {
            ...{ region: 'eu-test-1', instanceId: doubleInstanceId, addressType: 'public', port, endpoint: double.url },
            ...{ credentials: { source: 'environment', ...variables }, pricePerHourUsd: 8, ...ec2 }
          },
          proxy: { port: 0 }
        }
      } satisfies ConfigInput).prover
      const env = { EC2_KEY: double.key.accessKeyId, EC2_SECRET: double.key.secretAccessKey }
      const log = createLogger({ sink: { write() {} } })
      const host = settings && createProverHost({ settings, dataFolder: folder, env, clock, log, machineLimits })
      if (!host) throw new Error('the settings name a machine')
      hosts.push(host)
      await host.start()
      return host
    },
    async urlOf(host) {
      const token = (await readFile(join(folder, 'prover', 'token'), 'utf8')).trim()
      return `http://validator:${token}@127.0.0.1:${host.state().port}`
    },
    async stop() {
      for (const host of hosts) await host.stop()
      await double.stop()
    }
  }
}

const machineLimits = {
  ...{ pollMs: 200, probeMs: 100, settleMs: 2_000, exitMs: 1_000 },
  backoff: { baseMs: 200, maxMs: 1_000, resetAfterMs: 0, jitter: () => 1 }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '0.0.0.0', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
