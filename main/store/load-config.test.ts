import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkPresets } from '../../shared/contracts/networks.ts'
import { AppError } from '../../shared/errors.ts'
import { practiceEngineConfig, remoteEngineConfig } from './engine-config.ts'
import { loadConfig, parseConfig } from './load-config.ts'

const docs = readFileSync(join(import.meta.dirname, '../../docs/config.md'), 'utf8')
const examples = [...docs.slice(docs.indexOf('## Examples')).matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1] ?? '')
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'config.json')
  writeFileSync(path, text)
  return path
}
const rpc = { l1: ['https://l1.example'], l2: ['http://127.0.0.1:8545'], rollup: ['http://127.0.0.1:9545'] }
const key = { source: 'keystore', path: 'key.json' }
const { addresses } = networkPresets.sepolia
const problemOf = (raw: unknown): string => {
  try {
    parseConfig(raw, 'test.json')
  } catch (error) {
    return error instanceof AppError ? error.message : String(error)
  }
  return ''
}

describe('configuration', () => {
  it('has a valid example of practice, Sepolia and mainnet in the documentation', () => {
    const networks = examples.map((text) => loadConfig(file(text)).network)
    expect(networks).toEqual(expect.arrayContaining(['practice', 'sepolia', 'mainnet', 'custom']))
  })

  it('reads a file with a byte order mark', () => {
    expect(loadConfig(file('\uFEFF{"network":"practice"}'))).toMatchObject({ network: 'practice', preset: 'practice' })
  })

  it.each([
    [{ network: 'practise' }, /network/],
    [{}, /network/],
    [{ network: 'mainnet', key }, /rpc/],
    [{ network: 'mainnet', key, rpc: { ...rpc, l1: [] } }, /rpc\.l1/],
    [{ network: 'mainnet', key, rpc: { ...rpc, l1: ['ftp://x'] } }, /rpc\.l1\.0: a URL/],
    [{ network: 'mainnet', key, rpc, colour: 1 }, /unknown key "colour"/],
    [{ network: 'practice', [`0x${'ab'.repeat(32)}`]: 1 }, /unknown key of 66 characters/],
    [{ network: 'mainnet', key: { source: 'inline', privateKey: '0x1' }, rpc }, /key\.source/],
    [{ network: 'mainnet', key, rpc, roles: { submitter: 'yes' } }, /roles\.submitter/],
    [{ network: 'mainnet', key, rpc, fees: { bumpPercent: 5 } }, /fees\.bumpPercent/],
    [{ network: 'sepolia', key, rpc, addresses: { Colosseum: '0x12' } }, /addresses\.Colosseum: an address has/],
    [{ network: 'custom', key, rpc, l1ChainId: 1, l2ChainId: 2 }, /addresses/],
    [{ network: 'mainnet', key, rpc, prover: { zkEvmUrl: 'ws://x' } }, /prover\.zkEvmUrl: a URL/],
    [{ network: 'mainnet', key, rpc, prover: { zkVmProverUrl: 'http://x' } }, /prover: zkVmWitnessUrl and/],
    [{ network: 'mainnet', key, rpc, prover: { timeoutHours: 0 } }, /prover\.timeoutHours/],
    [
      { network: 'practice', prover: { ec2: { region: 'mars', instanceId: 'i-00000000' } } },
      /prover\.ec2\.region: an AWS/
    ],
    [
      {
        network: 'practice',
        prover: { ec2: { region: 'eu-west-1', instanceId: 'i-00000000', role: { arn: 'arn:aws:iam::1:user/me' } } }
      },
      /prover\.ec2\.role\.arn: a role/
    ],
    [{ network: 'practice', prover: { ec2: { region: 'eu-west-1', instanceId: 'x' } } }, /prover\.ec2\.instanceId: an/],
    [
      { network: 'practice', prover: { zkEvmUrl: 'http://x', ec2: { region: 'eu-west-1', instanceId: 'i-00000000' } } },
      /zkEvmUrl and ec2 exclude each other/
    ],
    [{ network: 'practice', prover: { proxy: {} } }, /proxy serves a zkEVM prover/]
  ])('names what is wrong with %j', (raw, wanted) => {
    expect(problemOf(raw)).toMatch(wanted)
    expect(problemOf(raw)).toContain('docs/config.md')
  })

  it.each([
    ['{"network":', 'CONFIG_NOT_JSON'],
    ['', 'CONFIG_NOT_JSON']
  ])('refuses %j without touching the file', (text, code) => {
    const path = file(text)
    expect(() => loadConfig(path)).toThrow(expect.objectContaining({ meta: expect.objectContaining({ code }) }))
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('says so when the file is not there', () => {
    expect(() => loadConfig('/nowhere/config.json')).toThrow(/cannot be read/)
  })

  it('never lets anything but an AppError out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        try {
          parseConfig(raw, 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      })
    )
  })

  it('takes single addresses over the preset and amounts into wei', () => {
    const Colosseum = `0x${'12'.repeat(20)}`
    const config = parseConfig(
      { network: 'sepolia', key, rpc, addresses: { Colosseum }, fees: { maxFeePerGasGwei: 1.5 } },
      'x'
    )
    if (config.network === 'practice') throw new Error('wrong network')
    const engine = remoteEngineConfig(config)
    expect(engine.network).toMatchObject({ name: 'sepolia', l1ChainId: 11155111, practice: false })
    expect(engine.network.addresses).toMatchObject({
      Colosseum,
      L2OutputOracle: '0x7291913342063fd10d31651735BAF3877D2F9645'
    })
    expect(engine.fees.maxFeePerGasCapWei).toBe(1_500_000_000n)
  })

  it('knows where proofs come from: the settings first, then what the network brings along', () => {
    const engineOf = (prover: unknown) => {
      const config = parseConfig({ network: 'practice', prover }, 'x')
      if (config.network !== 'practice') throw new Error('wrong network')
      const network = { name: 'practice', label: 'P', practice: true, l1ChainId: 1, l2ChainId: 2, addresses }
      const zkVm = { witnessUrl: 'http://own-witness', proverUrl: 'http://own-prover' }
      return practiceEngineConfig(config, { network, rpc, prover: { zkEvmUrl: 'http://own', zkVm } }).prover
    }
    const own = { witnessUrl: 'http://own-witness', proverUrl: 'http://own-prover' }
    expect(engineOf(undefined)).toEqual({ zkEvmUrl: 'http://own', zkVm: own, timeoutMs: 14_400_000 })
    expect(engineOf({ zkEvmUrl: 'http://elsewhere:3030', timeoutHours: 0.5 })).toEqual({
      zkEvmUrl: 'http://elsewhere:3030',
      zkVm: own,
      timeoutMs: 1_800_000
    })
    const named = { zkVmWitnessUrl: 'http://w:3030', zkVmProverUrl: 'http://p:3031' }
    expect(engineOf(named)?.zkVm).toEqual({ witnessUrl: 'http://w:3030', proverUrl: 'http://p:3031' })
    const remote = parseConfig({ network: 'sepolia', key, rpc }, 'x')
    if (remote.network === 'practice') throw new Error('wrong network')
    expect(remoteEngineConfig(remote).prover).toEqual({ zkEvmUrl: null, zkVm: null, timeoutMs: 14_400_000 })
  })
})
