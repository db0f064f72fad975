import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/manual-clock.ts'
import { mutated, valueOrCode } from '../runtime/testing/junk.ts'
import { createServiceRpc } from './service-rpc.ts'
import { createZkVmServices, requestStatuses } from './zkvm-services.ts'

const { signal } = new AbortController()
const url = 'http://user:s3cretpass@prover.example:3030/keykeykey'
const rpcOver = (text: string, status = 200, service: 'zkVM prover' | 'witness generator' = 'zkVM prover') =>
  createServiceRpc({ service, url, clock: new ManualClock(), post: async () => ({ status, text }) })
const call = { method: 'prove', params: [], timeoutMs: 1_000, signal }
const codes = /^PROVER_(UNREACHABLE|FAILED|BAD_ANSWER)$/

describe('the answer of a prover, whatever comes', () => {
  it('is the result, or an error that names neither key nor password', async () => {
    const answer = { jsonrpc: '2.0', id: 1, result: { proof: 'x', list: [1] }, error: null }
    const text = fc.oneof(
      mutated(answer).map((value) => JSON.stringify(value) ?? ''),
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(
        '',
        '<html>',
        '{"id":1,"result":',
        '{"id":1,"error":{"code":"x","message":"s3cretpass keykeykey"}}'
      )
    )
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(200, 204, 301, 404, 429, 500), async (body, status) => {
        let told = ''
        const found = await valueOrCode(async () => {
          try {
            return await rpcOver(body, status).ask(call)
          } catch (error) {
            told = String(error)
            throw error
          }
        })
        if ('code' in found) expect(found.code).toMatch(codes)
        else expect(status < 300).toBe(true)
        expect(told).not.toMatch(/s3cretpass|keykeykey/)
      }),
      { numRuns: 1_000 }
    )
  })

  it('is read in bounded time', async () => {
    const text = `{"id":1,"result":"${'\\\\'.repeat(2_000_000)}"}`
    expect(await valueOrCode(() => rpcOver(text).askText(call))).toHaveProperty('value')
    expect(await valueOrCode(() => rpcOver('{"id":1,'.repeat(300_000)).ask(call))).toEqual({
      code: 'PROVER_BAD_ANSWER'
    })
  })
})

describe('answers of the zkVM services, whatever comes', () => {
  const hash = `0x${'ab'.repeat(32)}` as const
  const subject = { targetBlockHash: hash, l1Head: hash }
  const valid = {
    spec: { sp1_version: 'v4.0.0', program_key: hash },
    witness: { status: 'Completed', vkey_hash: hash, witness: 'abc' },
    proof: { status: 'Completed', program_key: hash, request_id: 'r-1', public_values: '0x00', proof: '0xff' }
  }
  const servicesOf = (result: unknown) => {
    const text = JSON.stringify({ id: 1, result })
    const witness = rpcOver(text, 200, 'witness generator')
    return createZkVmServices({ witness, prover: rpcOver(text), timeoutMs: 1_000, maxWitnessBytes: 1_000_000 })
  }
  const isKey = (key: unknown): boolean => key === null || /^0x[0-9a-f]{64}$/.test(String(key))
  const isHex = (bytes: unknown): boolean => bytes === null || /^0x([0-9a-f]{2})+$/.test(String(bytes))

  it('are statuses, keys and bytes, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        mutated(valid.spec),
        mutated(valid.witness),
        mutated(valid.proof),
        async (spec, witness, proof) => {
          const specs = await valueOrCode(() => servicesOf(spec).specs(signal))
          if ('value' in specs)
            for (const one of [specs.value.witness, specs.value.prover])
              expect(typeof one.sp1Version === 'string' && isKey(one.programVKey)).toBe(true)
          const found = await valueOrCode(() => servicesOf(witness).getWitness(subject, signal))
          if ('value' in found) {
            expect(requestStatuses).toContain(found.value.status)
            expect(found.value.status !== 'Completed' || typeof found.value.witness === 'string').toBe(true)
          }
          const made = await valueOrCode(() => servicesOf(proof).getProof(subject, signal))
          if ('value' in made) {
            expect(requestStatuses).toContain(made.value.status)
            expect([
              isKey(made.value.programVKey),
              isHex(made.value.proof),
              isHex(made.value.publicValues)
            ]).not.toContain(false)
          }
          for (const one of [specs, found, made]) if ('code' in one) expect(one.code).toMatch(codes)
        }
      ),
      { numRuns: 600 }
    )
  })
})
