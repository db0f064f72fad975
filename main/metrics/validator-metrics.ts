import { Counter, Gauge, Registry } from 'prom-client'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import { publicRoundAddress, validatorStatuses } from '../../shared/domain/validator.ts'

const namespace = 'kroma_validator_default_'

/** The figures of the reference under its names, so that dashboards made for it keep working. Protocol: the operators' set-up. */
export type ValidatorMetrics = {
  contentType: string
  see(snapshot: EngineSnapshot): void
  count(event: StampedEvent): void
  text(): Promise<string>
}

/** In units of 10^18, as a number: metrics are floats anyway. */
const inUnits = (wei: bigint): number => Number(wei / 10n ** 9n) / 1e9

export function createValidatorMetrics(version: string): ValidatorMetrics {
  const registry = new Registry()
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> =>
    new Gauge({ name: `${namespace}${name}`, help, labelNames, registers })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> =>
    new Counter({ name: `${namespace}${name}`, help, labelNames, registers })

  const info = gauge('info', 'Version of the app', ['version'])
  const up = gauge('up', '1 while the validator runs')
  const balance = gauge('balance', 'ETH of the validator account')
  const refs = gauge('refs_number', 'Newest block number known, by layer', ['layer'])
  const status = gauge('validator_status', 'ValidatorManager.getStatus as a number: 0 NONE to 5 ACTIVE')
  const deposit = gauge('unbonded_deposit_amount', 'KRO of the validator that are not bonded')
  const next = gauge('next_validator', '1 for who may submit the next output', ['address'])
  const checkpoint = gauge('challenge_checkpoint', 'Index of the newest output that was compared with the own node')
  const fee = gauge('txmgr_tx_fee_gwei', 'Fee of the last confirmed transaction in gwei')
  const confirmed = counter('txmgr_confirm_total', 'Transactions that came to an end, by status', ['status'])
  const published = counter('txmgr_publish_total', 'Transactions sent, each raise counted')
  const rpcErrors = counter('txmgr_rpc_error_count', 'Requests that an L1 endpoint did not answer as it should')

  const failures = new Map<string, number>()
  info.set({ version }, 1)
  up.set(0)
  for (const one of ['success', 'failed']) confirmed.inc({ status: one }, 0)

  /** Each run of the engine counts from zero. */
  function countFailures({ endpoints }: EngineSnapshot): void {
    for (const { role, origin, kind, failures: now } of endpoints) {
      if (role !== 'l1') continue
      const key = `${kind} ${origin}`
      const before = failures.get(key) ?? 0
      rpcErrors.inc(now >= before ? now - before : now)
      failures.set(key, now)
    }
  }

  return {
    contentType: registry.contentType,
    see(snapshot) {
      const { state, chain, validator, priorityValidator, outputs } = snapshot
      up.set(state === 'running' || state === 'degraded' ? 1 : 0)
      if (chain) refs.set({ layer: 'l1_origin' }, Number(chain.l1.number))
      if (chain?.l2) refs.set({ layer: 'l2' }, Number(chain.l2.unsafe))
      if (validator) {
        balance.set(inUnits(validator.ethWei))
        status.set(validatorStatuses.indexOf(validator.status))
        deposit.set(inUnits(validator.freeKroWei))
        next.reset()
        next.set({ address: priorityValidator ?? publicRoundAddress }, 1)
      }
      const judged = outputs.find(({ verdict }) => verdict !== 'pending')
      if (judged) checkpoint.set(Number(judged.index))
      countFailures(snapshot)
    },
    count(event) {
      if (event.type === 'tx.published') published.inc()
      if (event.type === 'tx.failed') confirmed.inc({ status: 'failed' })
      if (event.type !== 'tx.confirmed') return
      confirmed.inc({ status: 'success' })
      fee.set(Number(event.feeWei) / 1e9)
    },
    text: () => registry.metrics()
  }
}
