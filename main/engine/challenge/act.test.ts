import { decodeFunctionData, type Hex } from 'viem'
import { describe, expect, it } from 'vitest'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { TxOutcome, TxRequest } from '../tx/types.ts'
import { act } from './act.ts'
import { type Acting, type Move, moveRequest } from './move-request.ts'
import type { ProofCalldata } from './proof-port.ts'
import { exampleContracts } from './testing/example-logs.ts'
import { challenger, trueRoot } from './testing/example-view.ts'

const hash: Hash = `0x${'12'.repeat(32)}`
const signal = new AbortController().signal
const acting = (action: Acting['action'], pos: number | null = null): Acting => ({
  kind: 'act',
  rule: 'MY_TURN_TO_BISECT',
  action,
  pos,
  proof: null,
  detail: null,
  deadlineSec: null,
  nextLookAtSec: 1
})
const segments = [1n, 2n, 3n].map(trueRoot)
const move = (over: Partial<Move> = {}): Move => ({
  decision: acting('bisect', 2),
  purpose: 'bisect:3:0xcc:2',
  outputIndex: 3n,
  challenger,
  segments,
  proof: null,
  at: { blockNumber: 8n, readAtSec: 1, parent: { number: 7n, hash } },
  ...over
})
const zkVm: ProofCalldata = { kind: 'zkvm', proof: { zkVmProgramVKey: hash, publicValues: '0x01', proofBytes: '0x02' } }

describe('moveRequest', () => {
  const call = (over: Partial<Move>): unknown => {
    const request = moveRequest({
      move: move(over),
      addresses: exampleContracts,
      recheck: async () => {},
      insistSec: 60
    })
    expect(request).toMatchObject({ lane: 'dispute', to: exampleContracts.Colosseum })
    expect(request.gas.percent).toBeGreaterThanOrEqual(130n)
    return decodeFunctionData({ abi: colosseumAbi, data: request.data })
  }

  it.each([
    [acting('create'), 'createChallenge', [3n, hash, 7n, segments]],
    [acting('bisect', 2), 'bisect', [3n, expect.stringMatching(/^0xcc/i), 2n, segments]],
    [acting('challenger-timeout'), 'challengerTimeout', [3n, expect.stringMatching(/^0xcc/i)]],
    [acting('cancel'), 'cancelChallenge', [3n]]
  ])('%o', (decision, functionName, args) => {
    expect(call({ decision })).toEqual({ functionName, args })
  })

  it('a proof goes to the function of its kind', () => {
    const decision = acting('prove', 1)
    expect(call({ decision, proof: zkVm })).toEqual({ functionName: 'proveFaultWithZkVm', args: [3n, 1n, zkVm.proof] })
    expect(() => call({ decision })).toThrow(/once it is there/)
  })
})

describe('act', () => {
  const confirmed: TxOutcome = { kind: 'confirmed', hash, blockNumber: 1n, gasUsed: 1n, feeWei: 1n }
  type Over = { outcome?: TxOutcome | Error; again?: { move: Move | null; rule: string }; sent?: Move }
  const run = ({ outcome = confirmed, again = { move: move(), rule: 'MY_TURN_TO_BISECT' }, sent = move() }: Over) =>
    act(
      {
        addresses: exampleContracts,
        insistSec: 60,
        lookAgain: async () => again,
        queue: {
          async submit(request: TxRequest) {
            await request.recheck(signal)
            if (outcome instanceof Error) throw outcome
            return outcome
          }
        }
      },
      sent,
      signal
    )

  it.each([
    [confirmed, { kind: 'done' }],
    [{ kind: 'already-done', hash: null }, { kind: 'done' }],
    [
      { kind: 'reverted', hash, blockNumber: 1n, gasUsed: 1n, feeWei: 1n },
      { kind: 'refused', code: 'REVERTED' }
    ],
    [
      { kind: 'not-sent', code: 'CONTRACT_REVERT', message: 'no' },
      { kind: 'refused', code: 'CONTRACT_REVERT' }
    ],
    [{ kind: 'given-up', hash, code: 'NO_LONGER_WANTED', message: 'no' }, { kind: 'no-longer-wanted' }],
    [new AppError({ code: 'SIGNER_LOCKED' }), { kind: 'refused', code: 'SIGNER_LOCKED' }]
  ] as const)('%o ends as %o', async (outcome, expected) => {
    expect(await run({ outcome })).toMatchObject(expected)
  })

  it('passes on an abort and what it does not know', async () => {
    await expect(run({ outcome: new AbortedError() })).rejects.toBeInstanceOf(AbortedError)
    await expect(run({ outcome: new TypeError('x') })).rejects.toBeInstanceOf(TypeError)
  })

  it.each([
    ['nothing', null, 'OUTPUT_DELETED', false],
    ['nothing for now', null, 'ROOTS_UNAVAILABLE', true],
    ['another turn', move({ purpose: 'bisect:3:0xcc:4' }), 'MY_TURN_TO_BISECT', false],
    ['another position', move({ decision: acting('bisect', 1) }), 'MY_TURN_TO_BISECT', false],
    ['another action', move({ decision: acting('cancel', 2) }), 'OUTPUT_DELETED_CANCEL', false],
    ['other roots', move({ segments: [...segments.slice(1), hash] }), 'MY_TURN_TO_BISECT', false],
    ['fewer roots', move({ segments: segments.slice(1) }), 'MY_TURN_TO_BISECT', false]
  ] as const)('a second look that says %s stops the signature', async (_, again, rule, retryable) => {
    const result = run({ again: { move: again, rule } })
    if (retryable) expect(await result).toMatchObject({ kind: 'refused', code: 'NODE_UNREACHABLE' })
    else expect(await result).toMatchObject({ code: 'NO_LONGER_WANTED' })
  })

  it('does not choke on a proof of no shape', async () => {
    const proof = {
      kind: 'zkvm',
      proof: { zkVmProgramVKey: '0x' as Hex, publicValues: '0x', proofBytes: '0x' }
    } as const
    const sent = move({ decision: acting('prove', 0), proof })
    expect(await run({ sent })).toMatchObject({ kind: 'refused', code: 'MOVE_UNENCODABLE' })
  })
})
