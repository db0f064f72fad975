import { describe, expect, it } from 'vitest'
import type { ProofCalldata, ProofRequest, ZkEvmProof } from '../challenge/proof-port.ts'
import { otherStep } from './check-proof.ts'
import { publicInputProof, readOutputWithProof } from './public-input-proof.ts'
import { exampleStep, testReader } from './testing/example-step.ts'

const { request, source, destination } = exampleStep()
const claim = publicInputProof({
  request,
  source: readOutputWithProof(source, testReader),
  destination: readOutputWithProof(destination, testReader),
  passerBalanceWei: 5n
})
const zkEvm = (change: Partial<ZkEvmProof['publicInputProof']> = {}): ProofCalldata => ({
  kind: 'zkevm',
  proof: { publicInputProof: { ...claim, ...change }, proof: [], pair: [] }
})
const words = [request.sourceRoot, request.destinationRoot, request.l1Head]
const publicValues = `0x${words.map((word) => `2000000000000000${word.slice(2)}`).join('')}` as const
const zkVm = (values: `0x${string}` = publicValues): ProofCalldata => ({
  kind: 'zkvm',
  proof: { zkVmProgramVKey: request.l1Head, publicValues: values, proofBytes: '0x01' }
})
const vmRequest: ProofRequest = { ...request, kind: 'zkvm' }
const other = `0x${'1'.repeat(64)}` as const

describe('whether a proof is about the step asked for', () => {
  it('says nothing against the right one', () => {
    expect(otherStep(request, zkEvm())).toBeNull()
    expect(otherStep(vmRequest, zkVm())).toBeNull()
  })

  it.each([
    [request, zkVm(), 'a zkvm proof'],
    [vmRequest, zkEvm(), 'a zkevm proof'],
    [{ ...request, targetBlockHash: other }, zkEvm(), 'another block'],
    [{ ...request, sourceRoot: other }, zkEvm(), 'another source root'],
    [{ ...request, destinationRoot: other }, zkEvm(), 'another destination root'],
    [request, zkEvm({ srcOutputRootProof: { ...claim.srcOutputRootProof, stateRoot: other } }), 'another source root'],
    [
      request,
      zkEvm({ dstOutputRootProof: { ...claim.dstOutputRootProof, nextBlockHash: other } }),
      'another destination root'
    ],
    [{ ...vmRequest, sourceRoot: other }, zkVm(), 'another source root'],
    [{ ...vmRequest, destinationRoot: other }, zkVm(), 'another destination root'],
    [{ ...vmRequest, l1Head: other }, zkVm(), 'another L1 head'],
    [vmRequest, zkVm('0x'), 'public values that are none'],
    [vmRequest, zkVm(`${publicValues}00`), 'public values that are none']
  ] as [ProofRequest, ProofCalldata, string][])('says what is other (%#)', (asked, calldata, told) => {
    expect(otherStep(asked, calldata)).toBe(told)
  })
})
