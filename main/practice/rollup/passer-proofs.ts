import type { Address, Hash, Hex } from '../../../shared/domain/hex.ts'
import { messagePasserAddress } from '../../engine/chain/output-root.ts'
import { type Rpc, toQuantity } from '../rpc.ts'
import { verifyAccountProof } from '../verify-account-proof.ts'
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

/** Not asked for the first block: anvil's first header has the empty root whatever the state. */
function isProven({ accountProof, storageHash }: AccountProof, stateRoot: Hash): boolean {
  const account = verifyAccountProof({ stateRoot, address: messagePasserAddress, proof: accountProof })
  return account?.storageHash === storageHash
}

export function createPasserProofs(l2: Rpc): PasserProofs {
  const byStateRoot = new Map<Hash, AccountProof>()

  async function fetchAt({ number, stateRoot }: Header): Promise<AccountProof | null> {
    const proof = await l2<AccountProof>('eth_getProof', [messagePasserAddress, [], toQuantity(number)]).catch(
      () => null
    )
    // Read while the chain was set back, it would be about another block.
    if (!proof || (number > 0 && !isProven(proof, stateRoot))) return null
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
