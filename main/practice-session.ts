import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Config } from '../shared/config/config.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { AppLogger } from './log/logger.ts'
import type { NetworkSession } from './network-session.ts'
import { startBots } from './practice/bots.ts'
import { createDirector, type Director } from './practice/director/director.ts'
import type { PracticeLedger } from './practice/ledger/practice-ledger.ts'
import { startPracticeNetwork } from './practice/network.ts'
import { practicePlace } from './practice/practice-place.ts'
import { practiceEngineConfig } from './store/engine-config.ts'
import { createKeySigner } from './store/signers/create-key-signer.ts'

export type PracticeConfig = Extract<Config, { network: 'practice' }>

/** A practice network of one's own with the other validators on it. Each start is a new deployment, so each has a folder of its own. */
export async function openPracticeSession({
  config,
  artifactsFile,
  anvilBinary,
  clock,
  log,
  signal,
  attachLedger,
  attachDirector
}: {
  config: PracticeConfig
  /** The compiled contracts as the build leaves them; compiled from source where there is no such file. */
  artifactsFile: string
  /** Instead of the one in the npm package. */
  anvilBinary?: string
  clock: Clock
  log: AppLogger
  /** Ends the start; once open, the session ends with `close`. */
  signal: AbortSignal
  /** Told of the network's Ledger; the returned function takes it back. */
  attachLedger: (ledger: PracticeLedger) => () => void
  /** The same of its director. */
  attachDirector?: (director: Director) => () => void
}): Promise<NetworkSession> {
  const life = new AbortController()
  const giveUp = (): void => life.abort(new Error('given up while starting'))
  signal.addEventListener('abort', giveUp, { once: true })
  const network = await startPracticeNetwork({
    preset: config.preset,
    seed: config.seed,
    clock,
    log: log.child('practice'),
    signal: life.signal,
    ...(anvilBinary !== undefined && { anvilBinary }),
    ...(config.ledger && { ledger: config.ledger }),
    ...(existsSync(artifactsFile) ? { artifacts: { file: artifactsFile } } : {})
  })
  signal.removeEventListener('abort', giveUp)
  const bots = startBots({
    network,
    validators: network.accounts.bots.slice(0, config.villain ? -1 : undefined),
    clock,
    log: log.child('bots'),
    signal: life.signal
  })
  const director = createDirector({ network, bots, clock, log: log.child('director') })
  if (config.villain) await director.direct({ kind: 'story', story: 'villain', on: true })
  const detach = [attachLedger(network.ledger), ...(attachDirector ? [attachDirector(director)] : [])]
  const { operator } = network.accounts
  return {
    config: practiceEngineConfig(config, practicePlace(network)),
    key:
      config.validatorKey === 'ledger'
        ? { kind: 'device', account: operator.address, path: null }
        : { kind: 'signer', signer: createKeySigner(operator.privateKey) },
    folder: `practice-${randomUUID().slice(0, 8)}`,
    ended: network.ended,
    async close() {
      for (const off of detach) off()
      await director.stop()
      await bots.stop()
      await network.stop()
      life.abort(new Error('closed'))
    }
  }
}
