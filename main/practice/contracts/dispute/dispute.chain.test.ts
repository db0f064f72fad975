import { concatHex, type Hex, keccak256, numberToHex, stringToHex, toHex, zeroHash } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signZkEvmProof, signZkVmProof, zkVmPublicValues } from '../../prover-signature.ts'
import { type Deployed, TestNode } from './test-node.ts'

const PASSER: Hex = '0x4200000000000000000000000000000000000003'
const proverKey = generatePrivateKey()
const prover = privateKeyToAccount(proverKey).address

let node: TestNode

beforeAll(async () => {
  node = await TestNode.start()
})

afterAll(() => node.stop())

describe('SignedSp1Verifier', () => {
  const programVKey = keccak256(stringToHex('program'))
  const publicValues = zkVmPublicValues({
    sourceOutputRoot: keccak256(stringToHex('source')),
    destinationOutputRoot: keccak256(stringToHex('destination')),
    l1Head: keccak256(stringToHex('l1 head'))
  })
  let verifier: Deployed
  let proofBytes: Hex

  beforeAll(async () => {
    verifier = await node.deploy('SignedSp1Verifier', [prover])
    proofBytes = await signZkVmProof({ proverKey, programVKey, publicValues })
  })

  const verify = (args: readonly [Hex, Hex, Hex]) => node.read(verifier, 'verifyProof', args)

  it("accepts the prover's signature over the key and the values", async () => {
    await expect(verify([programVKey, publicValues, proofBytes])).resolves.toBeUndefined()
  })

  it('refuses another program key', async () => {
    await expect(verify([zeroHash, publicValues, proofBytes])).rejects.toThrow('InvalidProof')
  })

  it.each([8, 39, 48, 79, 88, 119])('refuses public values with byte %i changed', async (index) => {
    await expect(verify([programVKey, flipped(publicValues, index), proofBytes])).rejects.toThrow('InvalidProof')
  })

  it('refuses values cut short or with a byte more', async () => {
    await expect(verify([programVKey, dropped(publicValues), proofBytes])).rejects.toThrow('InvalidProof')
    await expect(verify([programVKey, `${publicValues}00`, proofBytes])).rejects.toThrow('InvalidProof')
  })

  it.each([0, 31, 32, 63, 64])('refuses a signature with byte %i changed', async (index) => {
    await expect(verify([programVKey, publicValues, flipped(proofBytes, index)])).rejects.toThrow('InvalidProof')
  })

  it('refuses a signature of another length', async () => {
    await expect(verify([programVKey, publicValues, dropped(proofBytes)])).rejects.toThrow('InvalidProof')
    await expect(verify([programVKey, publicValues, '0x'])).rejects.toThrow('InvalidProof')
  })

  it('refuses the other, higher signature over the same digest', async () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const s = numberToHex(order - BigInt(`0x${proofBytes.slice(66, 130)}`), { size: 32 })
    const v = proofBytes.endsWith('1b') ? '0x1c' : '0x1b'
    const mirrored = concatHex([`0x${proofBytes.slice(2, 66)}`, s, v])
    await expect(verify([programVKey, publicValues, mirrored])).rejects.toThrow('InvalidProof')
  })

  it("refuses another key's signature", async () => {
    const foreign = await signZkVmProof({ proverKey: generatePrivateKey(), programVKey, publicValues })
    await expect(verify([programVKey, publicValues, foreign])).rejects.toThrow('InvalidProof')
  })
})

describe('SignedZkVerifier', () => {
  const publicInputHash = keccak256(stringToHex('public input'))
  let verifier: Deployed
  let proof: bigint[]
  let pair: bigint[]

  beforeAll(async () => {
    verifier = await node.deploy('SignedZkVerifier', [prover])
    const signed = await signZkEvmProof({ proverKey, publicInputHash })
    proof = signed.proof
    pair = signed.pair
  })

  const verify = (args: readonly [bigint[], bigint[], Hex]) => node.read(verifier, 'verify', args)

  it("accepts the prover's signature over the public input", async () => {
    expect(proof).toHaveLength(145)
    expect(pair).toHaveLength(4)
    await expect(verify([proof, pair, publicInputHash])).resolves.toBe(true)
  })

  it('refuses another public input', async () => {
    await expect(verify([proof, pair, flipped(publicInputHash, 31)])).resolves.toBe(false)
  })

  it.each([0, 1, 2, 3, 77, 144])('refuses a proof with word %i changed', async (index) => {
    await expect(verify([bumped(proof, index), pair, publicInputHash])).resolves.toBe(false)
  })

  it.each([0, 1, 2, 3])('refuses a pair with word %i changed', async (index) => {
    await expect(verify([proof, bumped(pair, index), publicInputHash])).resolves.toBe(false)
  })

  it('refuses words of another byte order, too few and too many words', async () => {
    const swapped = proof.map((word) => BigInt(reversed(numberToHex(word, { size: 32 }))))
    await expect(verify([swapped, pair, publicInputHash])).resolves.toBe(false)
    await expect(verify([proof.slice(0, -1), pair, publicInputHash])).resolves.toBe(false)
    await expect(verify([proof, [...pair, 1n, 2n], publicInputHash])).resolves.toBe(false)
    await expect(verify([[], [], publicInputHash])).resolves.toBe(false)
  })

  it("refuses another key's signature", async () => {
    const foreign = await signZkEvmProof({ proverKey: generatePrivateKey(), publicInputHash })
    await expect(verify([foreign.proof, foreign.pair, publicInputHash])).resolves.toBe(false)
  })
})

describe('MptAccountTrie', () => {
  let trie: Deployed
  let stateRoot: Hex
  let proven: AccountProof

  beforeAll(async () => {
    trie = await node.deploy('MptAccountTrie')
    for (let index = 0; index < 300; index += 1) {
      const owner = addressOf(index)
      await node.client.setBalance({ address: owner, value: BigInt(index) ** 5n + 1n })
    }
    await node.client.setCode({ address: PASSER, bytecode: '0x6001600055' })
    await node.client.setStorageAt({ address: PASSER, index: 0, value: numberToHex(7, { size: 32 }) })
    await node.client.mine({ blocks: 1 })
    const block = await node.client.getBlock()
    stateRoot = block.stateRoot
    proven = await proofOf(PASSER)
  })

  const isIncluded = (proof: AccountProof, root: Hex = stateRoot) =>
    node.read(trie, 'isIncluded', [proof.account, proof.nodes, root])

  it("accepts anvil's proof of the message passer", async () => {
    expect(proven.account.storageRoot).not.toBe(keccak256('0x80'))
    expect(proven.nodes.length).toBeGreaterThan(2)
    await expect(isIncluded(proven)).resolves.toBe(true)
  })

  it('accepts the proofs of accounts all over the trie, with balances of every length', async () => {
    for (let index = 0; index < 300; index += 23) {
      const proof = await proofOf(addressOf(index))
      await expect(isIncluded(proof), `account ${index}`).resolves.toBe(true)
    }
  })

  it('refuses any other field of the account', async () => {
    const { account } = proven
    const others = [
      { ...account, owner: addressOf(1) },
      { ...account, balance: account.balance + 1n },
      { ...account, codeHash: flipped(account.codeHash, 0) },
      { ...account, storageRoot: flipped(account.storageRoot, 31) }
    ]
    for (const other of others) await expect(isIncluded({ ...proven, account: other })).resolves.toBe(false)
  })

  it('refuses another state root', async () => {
    await expect(isIncluded(proven, flipped(stateRoot, 5))).resolves.toBe(false)
  })

  it('refuses every altered, lost or added node', async () => {
    for (const [index, bytes] of proven.nodes.entries()) {
      for (const at of [0, 1, (bytes.length - 2) >> 2, (bytes.length - 4) >> 1]) {
        await expect(isIncluded(withNode(proven, index, flipped(bytes, at)))).resolves.toBe(false)
      }
      await expect(isIncluded({ ...proven, nodes: proven.nodes.toSpliced(index, 1) })).resolves.toBe(false)
      await expect(isIncluded(withNode(proven, index, '0x'))).resolves.toBe(false)
    }
    await expect(isIncluded({ ...proven, nodes: [...proven.nodes, proven.nodes[0] ?? '0x'] })).resolves.toBe(false)
    await expect(isIncluded({ ...proven, nodes: [] })).resolves.toBe(false)
  })

  it('refuses the proof that an account is absent', async () => {
    const absent = await proofOf('0x00000000000000000000000000000000deadbeef')
    await expect(isIncluded(absent)).resolves.toBe(false)
  })
})

type AccountProof = {
  account: { owner: Hex; balance: bigint; codeHash: Hex; storageRoot: Hex }
  nodes: Hex[]
}

async function proofOf(owner: Hex): Promise<AccountProof> {
  const answer = await node.client.getProof({ address: owner, storageKeys: [] })
  const { balance, codeHash, storageHash } = answer
  return { account: { owner, balance, codeHash, storageRoot: storageHash }, nodes: answer.accountProof }
}

function withNode(proof: AccountProof, index: number, bytes: Hex): AccountProof {
  return { ...proof, nodes: proof.nodes.with(index, bytes) }
}

function addressOf(index: number): Hex {
  return `0x${keccak256(toHex(index)).slice(26)}`
}

function flipped(bytes: Hex, index: number): Hex {
  const at = 2 + index * 2
  const byte = Number.parseInt(bytes.slice(at, at + 2), 16) ^ 1
  return `0x${bytes.slice(2, at)}${byte.toString(16).padStart(2, '0')}${bytes.slice(at + 2)}`
}

function dropped(bytes: Hex): Hex {
  return `0x${bytes.slice(2, -2)}`
}

function reversed(bytes: Hex): Hex {
  return `0x${(bytes.slice(2).match(/../g) ?? []).reverse().join('')}`
}

function bumped(words: bigint[], index: number): bigint[] {
  return words.with(index, (words[index] ?? 0n) + 1n)
}
