import * as fc from 'fast-check'
import { type Address, createPublicClient, getAddress, http, padHex, toHex, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Anvil, startAnvil } from './anvil.ts'
import { artifactOf, loadArtifacts } from './artifacts.ts'

interface Step {
  kind: 0 | 1 | 2
  owner: Address
  weight: bigint
}

const at = padHex('0xc0de', { size: 20 })
const ownerOf = (n: number): Address => getAddress(padHex(toHex(n + 1), { size: 20 }))
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(0 as const, 0 as const, 1 as const, 2 as const),
    owner: fc.integer({ min: 0, max: 11 }).map(ownerOf),
    weight: fc.bigInt({ min: 0n, max: 30n })
  }),
  { maxLength: 40 }
)

// What a weighted set does, without a tree: the steps' results and what remains.
function model(list: readonly Step[]): { done: boolean[]; weights: Map<Address, bigint> } {
  const weights = new Map<Address, bigint>()
  const done = list.map(({ kind, owner, weight }) => {
    const due = weights.has(owner) !== (kind === 0)
    if (due && kind === 2) weights.delete(owner)
    else if (due) weights.set(owner, weight)
    return due
  })
  return { done, weights }
}

describe('the libraries of the validator manager', () => {
  let anvil: Anvil
  let read: <T>(functionName: string, args: readonly unknown[]) => Promise<T>

  beforeAll(async () => {
    anvil = await startAnvil({ chainId: 31_337, timestampSec: 1_800_000_000 })
    const { abi, deployedBytecode } = artifactOf(await loadArtifacts(), 'LibraryHarness')
    await anvil.rpc('anvil_setCode', [at, deployedBytecode])
    const client = createPublicClient({ transport: http(anvil.httpUrl) })
    read = async <T>(functionName: string, args: readonly unknown[]) =>
      (await client.simulateContract({ abi, address: at, functionName, args: [...args], gas: 1_000_000_000n }))
        .result as T
  })
  afterAll(() => anvil?.stop())

  it('keeps every weight, every sum and every place through inserts, updates and removals', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const [done, nodes, placed] = await read<
          [boolean[], { owner: Address; weight: bigint; sum: bigint }[], boolean]
        >('play', [list])
        const expected = model(list)
        expect(done).toEqual(expected.done)
        expect(new Map(nodes.map(({ owner, weight }) => [owner, weight]))).toEqual(expected.weights)
        expect(nodes).toHaveLength(expected.weights.size)
        expect(placed).toBe(true)
        for (const [i, { weight, sum }] of nodes.entries()) {
          expect(sum).toBe(weight + (nodes[2 * i + 1]?.sum ?? 0n) + (nodes[2 * i + 2]?.sum ?? 0n))
        }
      }),
      { numRuns: 150 }
    )
  })

  it('gives every owner exactly as many points as it has weight, and nobody the points beyond', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const [, , , drawn] = await read<[unknown, unknown, unknown, Address[]]>('play', [list])
        const points = new Map<Address, bigint>()
        for (const owner of drawn.slice(0, -1)) points.set(owner, (points.get(owner) ?? 0n) + 1n)
        const heavy = [...model(list).weights].filter(([, weight]) => weight > 0n)
        expect(points).toEqual(new Map(heavy))
        expect(drawn.at(-1)).toBe(zeroAddress)
      }),
      { numRuns: 100 }
    )
  })

  it('computes the arc tangent to four digits and never falls as the ratio grows', async () => {
    let before = 0n
    for (const count of [0, 1, 2, 5, 10, 50, 99, 100, 101, 150, 500, 10_000]) {
      const value = await read<bigint>('arcTan', [BigInt(count), 100n])
      expect(Number(value) / 2 ** 40).toBeCloseTo(Math.atan(count / 100), 4)
      expect(value).toBeGreaterThanOrEqual(before)
      before = value
    }
  })
})
