import { type Hex, keccak256, stringToHex, toHex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signZkEvmProof, signZkVmProof, zkEvmPublicInputHash, zkVmPublicValues } from '../../prover-signature.ts'
import { type Claim, claimOf, messagePasser, outputRoot, type Sealed } from './test-l2-claim.ts'
import { type Deployed, TestNode } from './test-node.ts'

const dummyHash = keccak256(stringToHex('dummy'))
const vkey = keccak256(stringToHex('program'))
const proverKey = generatePrivateKey()
const maxTxs = 5

let l1: TestNode
let l2: TestNode
let verifier: Deployed

beforeAll(async () => {
  l1 = await TestNode.start()
  l2 = await TestNode.start('shanghai')
  const prover = privateKeyToAccount(proverKey).address
  const zkVerifier = await l1.deploy('SignedZkVerifier', [prover])
  const sp1Verifier = await l1.deploy('SignedSp1Verifier', [prover])
  const trie = await l1.deploy('MptAccountTrie')
  verifier = await l1.deploy('ZKProofVerifier', [
    zkVerifier.address,
    dummyHash,
    BigInt(maxTxs),
    trie.address,
    sp1Verifier.address,
    vkey
  ])
})

afterAll(() => Promise.all([l1.stop(), l2.stop()]))

describe('verifyZkEvmProof on a real block of an anvil L2', () => {
  let claim: Claim
  let publicInputHash: Hex

  beforeAll(async () => {
    await l2.client.setCode({ address: messagePasser, bytecode: '0x6001600055' })
    await l2.client.setBalance({ address: messagePasser, value: 12345n })
    const source = await sealed(1)
    const target = await sealed(3)
    const next = await sealed(0)
    claim = await claimOf(l2.client, { source, target, next })
    publicInputHash = zkEvmPublicInputHash({
      previousStateRoot: source.stateRoot,
      block: claim.publicInput,
      dummyHash,
      maxTxs
    })
  })

  it('accepts the proof of the step and answers the hash that was signed', async () => {
    await expect(verify(claim)).resolves.toBe(publicInputHash)
  })

  it('accepts it where no destination is stored', async () => {
    await expect(verify(claim, { destination: zeroHash })).resolves.toBe(publicInputHash)
  })

  it('tells a destination that is the stored one, and a source that is not', async () => {
    const destination = outputRoot(claim.dstOutputRootProof)
    await expect(verify(claim, { destination })).rejects.toThrow('DstOutputMatched')
    await expect(verify(claim, { source: vkey })).rejects.toThrow('SrcOutputMismatched')
  })

  it('tells a source output whose next block is another one', async () => {
    const srcOutputRootProof = { ...claim.srcOutputRootProof, nextBlockHash: vkey }
    await expect(verify({ ...claim, srcOutputRootProof })).rejects.toThrow('BlockHashMismatchedBtwSrcAndDst')
  })

  it('tells a state root that is not the destination output', async () => {
    const publicInput = { ...claim.publicInput, stateRoot: vkey }
    await expect(verify({ ...claim, publicInput })).rejects.toThrow('StateRootMismatched')
  })

  it.each([
    { parentHash: vkey },
    { timestamp: 1n },
    { number: 1n },
    { gasLimit: 127n },
    { baseFee: 0n },
    { transactionsRoot: vkey },
    { withdrawalsRoot: vkey },
    { parentBeaconRoot: vkey }
  ])('tells a header with another field: %o', async (change) => {
    const publicInput = { ...claim.publicInput, ...change }
    await expect(verify({ ...claim, publicInput })).rejects.toThrow('BlockHashMismatched')
  })

  it('tells each header field given as RLP that is another one', async () => {
    for (const field of Object.keys(claim.rlps)) {
      const rlps: Claim['rlps'] = { ...claim.rlps, [field]: '0x01' }
      await expect(verify({ ...claim, rlps }), field).rejects.toThrow('BlockHashMismatched')
    }
  })

  it('tells an account proof about another balance, code, or without its nodes', async () => {
    const changes = [
      { l2ToL1MessagePasserBalance: zeroHash },
      { l2ToL1MessagePasserCodeHash: vkey },
      { merkleProof: [] },
      { merkleProof: claim.merkleProof.slice(0, -1) }
    ]
    for (const change of changes) {
      await expect(verify({ ...claim, ...change })).rejects.toThrow('InvalidInclusionProof')
    }
  })

  it('tells a proof about other transactions, although no header field shows them', async () => {
    const publicInput = { ...claim.publicInput, txHashes: claim.publicInput.txHashes.slice(1) }
    await expect(verify({ ...claim, publicInput })).rejects.toThrow('InvalidZkProof')
  })

  it('counts more transactions than the circuit has room for without fillers', () => {
    const txHashes = Array.from({ length: maxTxs + 1 }, (_, index) => keccak256(toHex(index)))
    const block = { ...claim.publicInput, txHashes }
    const hashOf = (filler: Hex) => zkEvmPublicInputHash({ previousStateRoot: vkey, block, dummyHash: filler, maxTxs })
    expect(hashOf(dummyHash)).toBe(hashOf(zeroHash))
  })

  async function verify(changed: Claim, stored: { source?: Hex; destination?: Hex } = {}) {
    const signed = await signZkEvmProof({ proverKey, publicInputHash })
    return l1.read(verifier, 'verifyZkEvmProof', [
      { publicInputProof: changed, proof: signed.proof, pair: signed.pair },
      stored.source ?? outputRoot(changed.srcOutputRootProof),
      stored.destination ?? keccak256(stringToHex('wrong'))
    ])
  }
})

describe('verifyZkVmProof', () => {
  const step = {
    sourceOutputRoot: keccak256(stringToHex('source')),
    destinationOutputRoot: keccak256(stringToHex('destination')),
    l1Head: keccak256(stringToHex('l1 head'))
  }

  it('accepts a signed proof of the step and answers the hash of its values', async () => {
    const publicValues = zkVmPublicValues(step)
    const proofBytes = await signZkVmProof({ proverKey, programVKey: vkey, publicValues })
    const proof = { zkVmProgramVKey: vkey, publicValues, proofBytes }
    const stored = [step.sourceOutputRoot, zeroHash, step.l1Head]
    await expect(l1.read(verifier, 'verifyZkVmProof', [proof, ...stored])).resolves.toBe(keccak256(publicValues))
  })

  it("refuses a proof that another's values were signed for", async () => {
    const signed = zkVmPublicValues({ ...step, destinationOutputRoot: dummyHash })
    const proofBytes = await signZkVmProof({ proverKey, programVKey: vkey, publicValues: signed })
    const proof = { zkVmProgramVKey: vkey, publicValues: zkVmPublicValues(step), proofBytes }
    const stored = [step.sourceOutputRoot, zeroHash, step.l1Head]
    await expect(l1.read(verifier, 'verifyZkVmProof', [proof, ...stored])).rejects.toThrow()
  })
})

/** Mines one block with this many transfers in it. */
async function sealed(transfers: number): Promise<Sealed> {
  await l2.client.setAutomine(false)
  for (let index = 0; index < transfers; index += 1) {
    await l2.client.sendTransaction({ to: verifier.address, value: 1n, gas: 21000n, chain: null })
  }
  await l2.client.mine({ blocks: 1 })
  await l2.client.setAutomine(true)
  const block = await l2.client.getBlock()
  expect(block.transactions).toHaveLength(transfers)
  return block
}
