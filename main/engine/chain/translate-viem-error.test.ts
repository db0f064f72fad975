import {
  BaseError,
  ContractFunctionZeroDataError,
  ExecutionRevertedError,
  encodeErrorResult,
  parseAbi,
  RawContractError,
  UnknownRpcError
} from 'viem'
import { describe, expect, it } from 'vitest'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import { contractErrors } from './contract-errors.ts'
import { decodeRevert } from './decode-revert.ts'
import { RpcRejectedError } from './rpc-error.ts'
import { contractRevert, translateViemError } from './translate-viem-error.ts'

const standard = parseAbi(['error Error(string)', 'error Panic(uint256)'])
const rejected = (message: string, data: `0x${string}` | null, rpcCode = 3) =>
  new RpcRejectedError({ method: 'eth_call', rpcCode, message, data })

describe('decodeRevert', () => {
  it('names every custom error of every contract', () => {
    const plain = contractErrors.filter((item) => item.type === 'error' && item.inputs.length === 0)
    expect(plain.length).toBeGreaterThan(40)
    for (const item of plain) {
      if (item.type !== 'error') continue
      const data = encodeErrorResult({ abi: [item], errorName: item.name })
      expect(decodeRevert(data)).toEqual({ errorName: item.name, args: '' })
    }
  })

  it('gives revert strings, panics and arguments as text', () => {
    expect(decodeRevert(encodeErrorResult({ abi: standard, errorName: 'Error', args: ['no funds'] }))).toEqual({
      errorName: 'Error',
      args: 'no funds'
    })
    expect(decodeRevert(encodeErrorResult({ abi: standard, errorName: 'Panic', args: [0x32n] }))).toEqual({
      errorName: 'Panic',
      args: '50'
    })
  })

  it('is total', () => {
    expect(decodeRevert(null)).toEqual({ errorName: 'none', args: '' })
    expect(decodeRevert('0x')).toEqual({ errorName: 'none', args: '' })
    expect(decodeRevert('0xdeadbeef01')).toEqual({ errorName: 'unknown', args: '0xdeadbeef' })
    expect(decodeRevert('0x08c379a0ff')).toEqual({ errorName: 'unknown', args: '0x08c379a0' })
    expect(decodeRevert('0x12')).toEqual({ errorName: 'unknown', args: '0x12' })
  })

  it('lets no URL and no line break of a revert string through', () => {
    const data = encodeErrorResult({ abi: standard, errorName: 'Error', args: ['see https://evil.example/?k=1\nnow'] })
    expect(decodeRevert(data).args).toBe('see <url> now')
  })
})

describe('translateViemError', () => {
  it('finds the revert in what the pool reported, however deep', () => {
    const data = encodeErrorResult({ abi: colosseumAbi, errorName: 'OutputAlreadyFinalized' })
    const outer = new BaseError('outer', {
      cause: new ExecutionRevertedError({ cause: rejected('execution reverted', data) as never })
    })
    expect(translateViemError(outer)).toMatchObject({
      code: 'CONTRACT_REVERT',
      retryable: false,
      meta: { errorName: 'OutputAlreadyFinalized', args: '' },
      message: 'The contract refuses: OutputAlreadyFinalized'
    })
  })

  it('takes the reason from the words where there is no data', () => {
    expect(translateViemError(rejected('execution reverted: SafeMath: overflow', null, -32000))).toMatchObject({
      meta: { errorName: 'Error', args: 'SafeMath: overflow' }
    })
    expect(
      translateViemError(rejected("VM Exception: reverted with reason string 'paused'", null, -32603))
    ).toMatchObject({
      meta: { errorName: 'Error', args: 'paused' }
    })
    expect(translateViemError(rejected('execution reverted', '0x'))).toMatchObject({
      meta: { errorName: 'none', args: '' }
    })
  })

  it('passes on the errors of the pool that are no reverts', () => {
    const low = rejected('nonce too low', null, -32000)
    expect(translateViemError(new UnknownRpcError(low))).toBe(low)
    const away = new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    expect(translateViemError(new UnknownRpcError(away))).toBe(away)
    const aborted = new AbortedError()
    expect(translateViemError(aborted)).toBe(aborted)
  })

  it('reads the data that viem kept', () => {
    const data = encodeErrorResult({ abi: colosseumAbi, errorName: 'L1Reorged' })
    expect(translateViemError(new BaseError('x', { cause: new RawContractError({ data }) }))).toMatchObject({
      code: 'CONTRACT_REVERT',
      meta: { errorName: 'L1Reorged' }
    })
  })

  it('says when there is no contract, and names only the kind of anything else', () => {
    expect(translateViemError(new ContractFunctionZeroDataError({ functionName: 'x' })).code).toBe('CONTRACT_NO_ANSWER')
    const other = translateViemError(new BaseError('URL: https://node.example/secret-key Request body: {}'))
    expect(other).toMatchObject({ code: 'CHAIN_CALL_FAILED', retryable: false })
    expect(`${other.message}${JSON.stringify(other.meta)}`).not.toContain('secret')
    expect(translateViemError('text').code).toBe('CHAIN_CALL_FAILED')
  })
})

describe('contractRevert', () => {
  it('is for the calls inside a multicall', () => {
    const data = encodeErrorResult({ abi: colosseumAbi, errorName: 'InvalidTurn' })
    expect(contractRevert(data)).toMatchObject({ code: 'CONTRACT_REVERT', meta: { errorName: 'InvalidTurn' } })
  })
})
