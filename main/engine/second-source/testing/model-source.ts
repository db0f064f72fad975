import { type AbiParameter, encodeAbiParameters, type Hex, numberToHex, pad, size, toHex } from 'viem'
import { assetManagerAbi } from '../../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../../shared/contracts/abi/colosseum.ts'
import { governanceTokenAbi } from '../../../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../../../shared/contracts/abi/validator-pool.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { RpcRequest } from '../../chain/types.ts'
import type { Source } from '../ask-source.ts'

const abis = {
  AssetManager: assetManagerAbi,
  Colosseum: colosseumAbi,
  GovernanceToken: governanceTokenAbi,
  L2OutputOracle: l2OutputOracleAbi,
  ValidatorManager: validatorManagerAbi,
  ValidatorPool: validatorPoolAbi
}

/** A zero of any ABI type, in which `flip` is set in the first word that can hold it. */
function encoded(name: string, flip: bigint): Hex {
  const [contract = '', functionName = ''] = name.split('.')
  const abi: readonly { type: string; name?: string; outputs?: readonly AbiParameter[] }[] =
    abis[contract as keyof typeof abis]
  const outputs = abi.find((item) => item.type === 'function' && item.name === functionName)?.outputs ?? []
  let left = flip
  const take = (): bigint => {
    const now = left
    left = 0n
    return now
  }
  const zero = (parameter: AbiParameter): unknown => {
    if (parameter.type.endsWith('[]')) return []
    if (parameter.type === 'tuple' && 'components' in parameter)
      return Object.fromEntries(parameter.components.map((part) => [part.name, zero(part)]))
    if (parameter.type === 'bool') return take() > 0n
    if (parameter.type === 'address') return pad(toHex(take()), { size: 20 })
    if (parameter.type === 'bytes32') return pad(toHex(take()), { size: 32 })
    return Number(parameter.type.replace(/\D/g, '')) <= 48 ? Number(take()) : take()
  }
  return encodeAbiParameters(outputs, outputs.map(zero))
}

export type Lie =
  | 'chain id'
  | 'block'
  | 'nonce'
  | 'ETH balance'
  | 'call'
  | 'base fee of the block'
  | 'base fee'
  | 'tip'
  | (string & {})

/** One provider of L1 that tells the truth, except about one fact, and can be dead, mute or stale. */
export class ModelSource {
  lie: Lie | null = null
  head = 100n
  state: 'up' | 'dead' | 'mute' = 'up'
  requests = 0
  readonly #origin: string
  readonly #reads: readonly string[]

  constructor(origin: string, reads: readonly string[]) {
    this.#origin = origin
    this.#reads = reads
  }

  source = (): Source => ({ origin: this.#origin, pool: { request: (request) => this.#request(request) } })

  async #request({ method, params, signal }: RpcRequest): Promise<unknown> {
    this.requests += 1
    if (this.state === 'dead') throw new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })
    if (this.state === 'mute')
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }))
    return this.#answer(method, params)
  }

  #lies = (about: Lie): boolean => this.lie === about

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case 'eth_chainId':
        return this.#lies('chain id') ? '0x2' : '0x1'
      case 'eth_getBlockByNumber':
        return this.#block(params[0] === 'latest' ? this.head : BigInt(String(params[0])))
      case 'eth_getTransactionCount':
        return this.#lies('nonce') ? '0x8' : '0x7'
      case 'eth_feeHistory':
        return { baseFeePerGas: [this.#lies('base fee') ? '0x2e90edd000' : '0x3b9aca00'], reward: [] }
      case 'eth_maxPriorityFeePerGas':
        return this.#lies('tip') ? '0x2e90edd000' : '0x3b9aca00'
      case 'eth_call':
        return this.#call(params)
      default:
        throw new Error(`not modelled: ${method}`)
    }
  }

  #block(number: bigint) {
    const hash = pad(toHex(number), { size: 32 })
    return {
      number: toHex(number),
      timestamp: toHex(1_000n + number * 12n),
      hash: this.#lies('block') ? pad('0xbad', { size: 32 }) : hash,
      baseFeePerGas: this.#lies('base fee of the block') ? '0x1' : '0x3b9aca00'
    }
  }

  #call([tx, at]: readonly unknown[]): Hex {
    if (Reflect.get(Object(tx), 'to') === undefined) return this.#look(BigInt(String(at)))
    if (this.#lies('call')) throw new AppError({ code: 'CONTRACT_REVERT' }, { message: 'No.' })
    return '0x'
  }

  /** What the program of a look returns. */
  #look(number: bigint): Hex {
    const word = (value: bigint): string => numberToHex(value, { size: 32 }).slice(2)
    const head = [number, 1_000n + number * 12n, number - 1n, this.#lies('ETH balance') ? 2n : 1n].map(word)
    const reads = this.#reads.flatMap((name) => {
      const data = encoded(name, this.#lies(name) ? 1n : 0n)
      return [word(1n), word(BigInt(size(data))), data.slice(2)]
    })
    return `0x${[...head, ...reads].join('')}`
  }
}
