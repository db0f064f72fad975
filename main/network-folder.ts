import type { Address } from '../shared/domain/hex.ts'
import type { EngineConfig } from './engine/engine-config.ts'

/** Below `networks` in the data folder: one for each deployment and account, so that journals never mix. */
export const networkFolder = ({ l1ChainId, addresses }: EngineConfig['network'], account: Address): string =>
  [l1ChainId, addresses.L2OutputOracle.slice(2, 10), account.slice(2, 10)].join('-').toLowerCase()
