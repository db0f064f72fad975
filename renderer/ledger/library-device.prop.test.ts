import EthModule from '@ledgerhq/hw-app-eth'
import TransportModule from '@ledgerhq/hw-transport'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ledger } from './ledger.ts'
import { LedgerFailure, ledgerProblem, ledgerProblems } from './ledger-problem.ts'
import { libraryDevice } from './library-device.ts'

/** Packages for both module systems: Node gives the whole of them, a bundler their default. */
const inner = <T>(module: T): T => (module as { default?: T }).default ?? module
const Eth = inner(EthModule)
const Transport = inner(TransportModule)

/** A device that answers each APDU with the next bytes. */
class Script extends Transport {
  #answers: Uint8Array[]
  constructor(answers: Uint8Array[]) {
    super()
    this.#answers = [...answers]
  }
  override async exchange(): Promise<Buffer> {
    return Buffer.from(this.#answers.shift() ?? [0x6f, 0x00])
  }
  override setScrambleKey(): void {}
  override async close(): Promise<void> {}
}

const status = fc.constantFrom([0x90, 0x00], [0x69, 0x85], [0x6a, 0x80], [0x55, 0x15], [0x00, 0x00], [0x6f, 0x42])
const answer = fc.oneof(
  fc.tuple(fc.uint8Array({ maxLength: 150 }), status).map(([body, end]) => Uint8Array.from([...body, ...end])),
  fc.uint8Array({ maxLength: 4 }),
  // The shape of an address answer, with any lengths.
  fc
    .tuple(fc.uint8Array({ maxLength: 90 }), fc.nat(255))
    .map(([body, length]) => Uint8Array.from([length, ...body, 40, 0x90, 0x00]))
)
const unsigned = '0x02e9018084ee6b280085012a05f20082520894000000000000000000000000000000000000000080 80c0'.replace(
  ' ',
  ''
) as `0x${string}`
const address = `0x${'ab'.repeat(20)}` as const

describe('answers of a Ledger, byte for byte whatever comes', () => {
  it('end in a signature, an account or a named problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 12 }), async (answers) => {
        const transport = new Script(answers)
        const device = libraryDevice(new Eth(transport) as never, transport as never)
        const ledger = new Ledger({
          transport: { kind: 'practice', open: async () => device, reopen: async () => null },
          pause: async () => {}
        })
        try {
          const { v, r, s } = await ledger.sign({
            address,
            path: "44'/60'/0'/0/0",
            unsigned,
            blind: true,
            onStep: () => {}
          })
          expect([v, r, s].every((part) => typeof part === 'string')).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerFailure)
          expect(ledgerProblems).toContain((error as LedgerFailure).problem)
        }
      }),
      { numRuns: 300 }
    )
  })

  it('errors of any shape are named problems', () => {
    const name = fc.constantFrom<unknown>(
      'constructor',
      '__proto__',
      'toString',
      'LedgerFailure',
      Symbol('x'),
      null,
      5,
      {},
      Object.create(null)
    )
    const part = fc.oneof(name, fc.anything())
    fc.assert(
      fc.property(
        fc.record({ name: part, id: part, statusCode: part, problem: part }, { requiredKeys: [] }),
        (error) => {
          expect(ledgerProblems).toContain(ledgerProblem(error))
        }
      ),
      { numRuns: 1_000 }
    )
  })
})
