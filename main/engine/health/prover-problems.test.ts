import { describe, expect, it } from 'vitest'
import type { ServiceHealth } from '../prover/prover-health.ts'
import type { HealthInput } from './health-input.ts'
import { proverProblems } from './prover-problems.ts'

const service: ServiceHealth = {
  service: 'zkVM prover',
  origin: 'http://zkvm:3031',
  ok: true,
  code: null,
  message: null,
  atMs: 1
}
const problems = (provers: ServiceHealth[], proofStore: HealthInput['proofStore'] = null) =>
  proverProblems({ provers, proofStore })

describe('what is wrong with the provers', () => {
  it('is nothing where none is configured, asked yet, or failing', () => {
    expect(proverProblems({})).toEqual([])
    expect(problems([service, { ...service, ok: null }])).toEqual([])
  })

  it('is worth a notice when a service is off, and a warning when it works badly', () => {
    const failing = (code: string) => ({ ...service, ok: false, code, message: `${code}!` })
    const codes = ['PROVER_UNREACHABLE', 'PROVER_TIMEOUT', 'PROVER_FAILED', 'PROVER_BAD_ANSWER']
    expect(problems(codes.map(failing)).map(({ code, severity }) => [code, severity])).toEqual([
      ['PROVER_UNREACHABLE', 'notice'],
      ['PROVER_TIMEOUT', 'notice'],
      ['PROVER_FAILED', 'warning'],
      ['PROVER_BAD_ANSWER', 'warning']
    ])
    expect(problems([failing('PROVER_FAILED')])).toMatchObject([
      { subject: 'zkVM prover http://zkvm:3031', message: 'PROVER_FAILED!' }
    ])
  })

  it('is that proofs cannot be kept', () => {
    const full = { code: 'PROOF_STORE_FULL', message: 'Free some space' }
    expect(problems([], full)).toEqual([{ ...full, severity: 'warning', subject: 'proofs' }])
  })
})
