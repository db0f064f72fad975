import type { ContractAddresses } from '../../shared/contracts/networks.ts'
import type { EngineConfig, ProverConfig } from '../engine/engine-config.ts'
import type { PracticeNetwork } from './network.ts'

/** Where an engine finds a running practice network: the part of its configuration that is known only then. L1 by websocket first, HTTP behind it. */
export function practicePlace(network: PracticeNetwork): Pick<EngineConfig, 'network' | 'rpc'> & {
  prover: Pick<ProverConfig, 'zkEvmUrl' | 'zkVm'>
} {
  const { l1, l2, rollupUrl, provers } = network
  return {
    network: {
      name: 'practice',
      label: 'Practice network',
      practice: true,
      l1ChainId: l1.chainId,
      l2ChainId: l2.chainId,
      addresses: contractAddresses(network)
    },
    rpc: { l1: [l1.wsUrl, l1.httpUrl], l2: [l2.httpUrl], rollup: [rollupUrl] },
    prover: {
      zkEvmUrl: provers.zkEvmUrl,
      zkVm: { witnessUrl: provers.zkVmWitnessUrl, proverUrl: provers.zkVmProverUrl }
    }
  }
}

function contractAddresses({ addresses }: PracticeNetwork): ContractAddresses {
  const { L2OutputOracle, Colosseum, ValidatorPool, ValidatorManager, AssetManager } = addresses
  const { SecurityCouncil, ZKProofVerifier, GovernanceToken } = addresses
  return {
    L2OutputOracle,
    Colosseum,
    ValidatorPool,
    ValidatorManager,
    AssetManager,
    SecurityCouncil,
    ZKProofVerifier,
    GovernanceToken
  }
}
