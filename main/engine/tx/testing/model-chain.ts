import { keccak256, toHex } from 'viem'
import type { Hash, Hex } from '../../../../shared/domain/hex.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { MinedTx, TxChain } from '../tx-chain.ts'
import { modelAccount, readModelTx } from './model-signer.ts'

export type ModelTx = ReturnType<typeof readModelTx> & { raw: Hex; hash: Hash }
type Block = { hash: Hash; txs: { tx: ModelTx; success: boolean }[] }

export type Freed = 'back' | 'gone' | 'other'

const gwei = 1_000_000_000n
const rejected = (message: string): AppError => new AppError({ code: 'RPC_REJECTED', rpcCode: -32000 }, { message })
const unavailable = (): AppError => new AppError({ code: 'RPC_UNAVAILABLE' }, { retryable: true })

/** One account on a chain in memory, with a pool that follows the rules of real ones, and with faults. A call with data D succeeds once in a chain's history, as an output does. */
export class ModelChain {
  blocks: Block[] = [{ hash: keccak256('0x00'), txs: [] }]
  pool: ModelTx[] = []
  /** Everything that any node ever took: any of it may come back. */
  readonly everPublished: ModelTx[] = []
  baseFeeWei = 10n * gwei
  /** Requests that fail before they reach a node. */
  failNext = 0
  /** Publications that arrive although the caller hears of a time-out. */
  deafPublishes = 0
  /** What the node answers to the next publications instead of taking them. */
  refusals: string[] = []
  /** Calls that the contract refuses from now on. */
  readonly forbidden = new Set<Hex>()
  balanceWei = 10n ** 24n
  /** Transactions of the account that nobody here published. */
  foreignPending = 0
  #forks = 0

  get minedNonce(): number {
    return this.canonical().length
  }

  canonical(): { tx: ModelTx; success: boolean }[] {
    return this.blocks.flatMap((block) => block.txs)
  }

  mine(): void {
    const done = new Set(this.canonical().flatMap(({ tx, success }) => (success ? [tx.data] : [])))
    const txs: Block['txs'] = []
    for (let nonce = this.minedNonce; ; nonce++) {
      const tx = this.pool.find((t) => t.nonce === nonce && t.maxFeeWei >= this.baseFeeWei)
      if (!tx) break
      txs.push({ tx, success: !done.has(tx.data) })
      done.add(tx.data)
      this.pool = this.pool.filter((t) => t.nonce !== nonce)
    }
    this.blocks.push({ hash: this.#nextHash(), txs })
  }

  /** Replaces the last blocks by as many others: their transactions go back to the pool as nodes mostly do, or are gone, or the other fork holds what was first published for their nonces. */
  reorg(depth: number, freed: Freed): void {
    this.#forks += 1
    const cut = this.blocks.splice(Math.max(1, this.blocks.length - depth))
    const txs = cut.flatMap((block) => block.txs.map(({ tx }) => tx))
    const nonces = new Set(txs.map((tx) => tx.nonce))
    if (freed !== 'gone') this.pool = this.pool.filter((t) => !nonces.has(t.nonce))
    if (freed === 'back') this.pool.push(...txs)
    if (freed === 'other')
      for (const nonce of nonces) this.pool.push(...this.everPublished.filter((t) => t.nonce === nonce).slice(0, 1))
    for (const _ of cut) freed === 'other' ? this.mine() : this.blocks.push({ hash: this.#nextHash(), txs: [] })
  }

  /** A transaction that another node had kept turns up again, where the pool has none with its nonce. */
  comeBack(pick: number): void {
    const late = this.everPublished[pick % Math.max(1, this.everPublished.length)]
    if (late && late.nonce >= this.minedNonce && this.pool.every((t) => t.nonce !== late.nonce)) this.pool.push(late)
  }

  port(): TxChain {
    const asked =
      <T>(answer: () => T) =>
      async (): Promise<T> => {
        this.#maybeFail()
        return answer()
      }
    return {
      account: modelAccount,
      genesisHash: asked(() => this.blocks[0]?.hash ?? '0x'),
      headNumber: asked(() => BigInt(this.blocks.length - 1)),
      minedNonce: asked(() => this.minedNonce),
      pendingNonce: asked(() => this.#pendingNonce()),
      balanceWei: asked(() => this.balanceWei),
      findByNonce: (nonce) =>
        asked(
          () => [...this.canonical().map(({ tx }) => tx), ...this.pool].find((t) => t.nonce === nonce)?.hash ?? null
        )(),
      feeBasis: asked(() => ({ baseFeeWei: this.baseFeeWei, tipWei: gwei })),
      receipt: (hash) => asked(() => this.#receipt(hash))(),
      knows: (hash) => asked(() => this.#receipt(hash) !== null || this.pool.some((t) => t.hash === hash))(),
      simulate: (call) => asked(() => this.#simulate(call.data))(),
      estimateGas: (call) => asked(() => this.#simulate(call.data) ?? 100_000n)(),
      suggestAccessList: asked(() => []),
      publish: async (raw) => this.#publish(raw)
    }
  }

  #nextHash = (): Hash => keccak256(toHex(`${this.blocks.length}/${this.#forks}`))

  #maybeFail(): void {
    if (this.failNext === 0) return
    this.failNext -= 1
    throw unavailable()
  }

  #pendingNonce(): number {
    let nonce = this.minedNonce + this.foreignPending
    while (this.pool.some((t) => t.nonce === nonce)) nonce += 1
    return nonce
  }

  #simulate(data: Hex): undefined {
    if (this.forbidden.has(data) || this.canonical().some(({ tx, success }) => success && tx.data === data))
      throw new AppError({ code: 'CONTRACT_REVERT', errorName: 'Error' }, { message: 'done before' })
  }

  #receipt(hash: Hash): MinedTx | null {
    for (const [i, block] of this.blocks.entries()) {
      const found = block.txs.find(({ tx }) => tx.hash === hash)
      const gas = { gasUsed: 100_000n, feeWei: 1n }
      if (found) return { hash, blockNumber: BigInt(i), blockHash: block.hash, success: found.success, ...gas }
    }
    return null
  }

  #publish(raw: Hex): void {
    this.#maybeFail()
    const refusal = this.refusals.shift()
    if (refusal !== undefined) throw rejected(refusal)
    const tx: ModelTx = { ...readModelTx(raw), raw, hash: keccak256(raw) }
    if (tx.nonce < this.minedNonce) throw rejected('nonce too low: next nonce')
    if (this.pool.some((t) => t.hash === tx.hash)) throw rejected('already known')
    const rival = this.pool.find((t) => t.nonce === tx.nonce)
    const beats = !rival || (tx.maxFeeWei * 10n >= rival.maxFeeWei * 11n && tx.tipWei * 10n >= rival.tipWei * 11n)
    if (!beats) throw rejected('replacement transaction underpriced')
    this.pool = [...this.pool.filter((t) => t !== rival), tx]
    this.everPublished.push(tx)
    if (this.deafPublishes === 0) return
    this.deafPublishes -= 1
    throw unavailable()
  }
}
