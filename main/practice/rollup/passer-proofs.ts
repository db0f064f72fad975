import { keccak256 } from 'viem'
import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { messagePasserAddress } from '../../engine/chain/output-root.ts'
import { type Rpc, toQuantity } from '../rpc.ts'
import { type Header, readHeader } from './headers.ts'

/** `eth_getProof` of the L2ToL1MessagePasser without storage keys. */
export type AccountProof = {
  address: Address
  balance: Hex
  codeHash: Hash
  nonce: Hex
  storageHash: Hash
  accountProof: Hex[]
  storageProof: unknown[]
}

/** Proofs of the message passer's account, kept by state root: blocks that change nothing share one, and no reorg can make one wrong. */
export type PasserProofs = {
  /** To be called after each mined block, before the next one: the chain itself forgets its states within seconds. */
  collect(): Promise<void>
  /** Null when the state is neither kept here nor known to the chain any more. */
  at(header: Header): Promise<AccountProof | null>
}

/** Bounded: at one changed state a second, the last hour and a half. */
const keptProofs = 6_000

export function createPasserProofs(l2: Rpc): PasserProofs {
  const byStateRoot = new Map<Hash, AccountProof>()

  async function fetchAt({ number, stateRoot }: Header): Promise<AccountProof | null> {
    const proof = await l2<AccountProof>('eth_getProof', [messagePasserAddress, [], toQuantity(number)]).catch(
      () => null
    )
    // Read while the chain was set back, it would be about another block. (anvil's first header never has the true root.)
    if (!proof || (number > 0 && keccak256(proof.accountProof[0] ?? '0x') !== stateRoot)) return null
    byStateRoot.set(stateRoot, proof)
    if (byStateRoot.size > keptProofs) byStateRoot.delete(byStateRoot.keys().next().value ?? stateRoot)
    return proof
  }

  const at = async (header: Header): Promise<AccountProof | null> =>
    byStateRoot.get(header.stateRoot) ?? (await fetchAt(header))

  return {
    at,
    async collect() {
      const head = await readHeader(l2, 'latest')
      if (head) await at(head)
    }
  }
}
