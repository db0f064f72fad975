import { type Abi, type AbiParameter, encodeErrorResult } from 'viem'
import { describe, expect, it } from 'vitest'
import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../shared/contracts/abi/validator-pool.ts'
import { type ActionRevertCode, actionRevert, textErrorCodes } from '../../../shared/domain/action-codes.ts'
import { decodeRevert } from '../chain/decode-revert.ts'

/** Of constructors, of delegators and of the token's name: no action of an operator meets them. */
const elsewhere = new Set([
  'InsufficientShare',
  'InvalidTokenIdsInput',
  'InvalidConstructorParams',
  'InvalidShortString',
  'StringTooLong'
])

const contracts: Record<string, Abi> = {
  ValidatorManager: validatorManagerAbi,
  AssetManager: assetManagerAbi,
  GovernanceToken: governanceTokenAbi,
  ValidatorPool: validatorPoolAbi,
  L2OutputOracle: l2OutputOracleAbi
}
const declared = Object.entries(contracts).flatMap(([contract, abi]) =>
  abi.flatMap((item) => (item.type === 'error' ? [[contract, item.name, item.inputs] as const] : []))
)

const example = ({ type }: AbiParameter): unknown => {
  if (type === 'address') return `0x${'11'.repeat(20)}`
  if (type.startsWith('bytes')) return `0x${'22'.repeat(32)}`
  if (type === 'string') return 'text'
  return type === 'bool' ? true : 7n
}
const textError = [{ type: 'error', name: 'Error', inputs: [{ name: 'text', type: 'string' }] }] as const

describe('what the contracts of an action can say no with', () => {
  it('is declared by them', () => expect(declared.length).toBeGreaterThan(15))

  it.each(declared)('%s: %s is decoded, and has a code where an action can meet it', (contract, name, inputs) => {
    const data = encodeErrorResult({ abi: contracts[contract] ?? [], errorName: name, args: inputs.map(example) })
    const decoded = decodeRevert(data)
    expect(decoded.errorName).toBe(name)
    const code: ActionRevertCode = elsewhere.has(name) ? 'UNKNOWN_REVERT' : (name as ActionRevertCode)
    expect(actionRevert(decoded)).toEqual({ code, errorName: name, args: decoded.args })
  })

  it.each(Object.entries(textErrorCodes))('the text “%s” is decoded, and has the code %s', (text, code) => {
    const data = encodeErrorResult({ abi: textError, errorName: 'Error', args: [text] })
    expect(actionRevert(decodeRevert(data))).toEqual({ code, errorName: 'Error', args: text })
  })

  it('may be anything else: shown by the name that it has', () => {
    const panic = '0x4e487b710000000000000000000000000000000000000000000000000000000000000011'
    expect(actionRevert(decodeRevert(panic))).toEqual({ code: 'UNKNOWN_REVERT', errorName: 'Panic', args: '17' })
    expect(actionRevert(decodeRevert('0xdeadbeef'))).toMatchObject({ code: 'UNKNOWN_REVERT', errorName: 'unknown' })
    expect(actionRevert(decodeRevert('0x'))).toMatchObject({ code: 'UNKNOWN_REVERT', errorName: 'none' })
  })
})
