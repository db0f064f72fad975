import type { Address } from '../../../shared/domain/hex.ts'
import { validatorStatuses } from '../../../shared/domain/validator.ts'
import type { PracticeNetwork } from '../network.ts'
import type { ProtocolReader } from '../read-contract.ts'
import { expectEqual } from './drill.ts'

/** What a validator has and may do, as the chain says. */
export type Standing = {
  ownWei: bigint
  bondedWei: bigint
  status: string
  /** Zero: not in jail. */
  jailedUntilSec: number
}

type Change = { ownWei?: bigint; bondedWei?: bigint; status?: string; jailedUntilSec?: number }

export async function standingOf(read: ProtocolReader, address: Address): Promise<Standing> {
  const [ownWei, bondedWei, status, jailedUntil] = await Promise.all([
    read.assets('totalValidatorKro', address),
    read.assets('totalValidatorKroBonded', address),
    read.manager('getStatus', address),
    read.manager('jailExpiresAt', address)
  ])
  return { ownWei, bondedWei, status: validatorStatuses[status] ?? `${status}`, jailedUntilSec: Number(jailedUntil) }
}

export type Standings = ReadonlyMap<string, Standing>

/** Of every validator of the network, by name. */
export async function standings(network: PracticeNetwork, read: ProtocolReader): Promise<Standings> {
  const all = [network.accounts.operator, ...network.accounts.bots]
  return new Map(
    await Promise.all(all.map(async ({ name, address }) => [name, await standingOf(read, address)] as const))
  )
}

/** Every validator stands where it stood before but for these changes: amounts are differences in wei, the rest new values. Throws DRILL_FAILED naming the validator. */
export function expectChanges(before: Standings, after: Standings, changes: Record<string, Change>): void {
  for (const [name, { ownWei, bondedWei, ...rest }] of before) {
    const { ownWei: own = 0n, bondedWei: bonded = 0n, ...now } = changes[name] ?? {}
    expectEqual(name, after.get(name), { ownWei: ownWei + own, bondedWei: bondedWei + bonded, ...rest, ...now })
  }
}
