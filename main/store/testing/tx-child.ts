import type { Hex } from '../../../shared/domain/hex.ts'
import { Secret } from '../../../shared/secret.ts'
import { createRpcPool } from '../../engine/chain/rpc-pool.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { createRpcTxChain } from '../../engine/tx/rpc-tx-chain.ts'
import { onceRequest } from '../../engine/tx/testing/once-contract.ts'
import { silentLog } from '../../engine/tx/testing/silent-log.ts'
import { createTxQueue } from '../../engine/tx/tx-queue.ts'
import type { TxRequest } from '../../engine/tx/types.ts'
import { openJournalFile } from '../journal-file.ts'
import { createKeySigner } from '../signers/create-key-signer.ts'

/** A process that a test can kill at a named point: node tx-child.ts URL JOURNAL POINT PASSES WORDS [NONCE]. With NONCE the words are written by transactions that are fixed to the last byte, from that nonce on. Ends itself by SIGKILL when it passes POINT for the PASSES-th time; else prints the outcomes as JSON. */
const [url = '', journalPath = '', point = '', passes = '1', words = '1', exactFrom = ''] = process.argv.slice(2)
let left = Number(passes)

const signer = createKeySigner(new Secret<Hex>(`0x${'11'.repeat(32)}`))
const [clock, log] = [systemClock, silentLog]
const pool = createRpcPool({ role: 'l1', urls: [url], clock, log, defaultTimeoutMs: 5_000 })
const journal = openJournalFile(journalPath)
const gwei = 1_000_000_000n
const queue = createTxQueue({
  // Prepared to the last byte are the transactions of wallets, which are used from elsewhere too.
  exclusive: exactFrom === '',
  chain: createRpcTxChain({ pool, account: signer.address }),
  ...{ chainId: 900, signer, journal, clock, log, pollMs: 50 },
  policy: {
    maxFeePerGasCapWei: 500n * gwei,
    minPriorityFeeWei: gwei,
    bumpPercent: 15n,
    resendAfterMs: 400,
    confirmations: 1
  },
  crashPoint: (at) => {
    if (at === point && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
})

const { signal } = new AbortController()
await queue.reconcile(signal)
const request = (n: number, at: number): TxRequest => {
  if (exactFrom === '') return onceRequest(n)
  const { accessList: _, ...rest } = onceRequest(n, { lane: 'operator' })
  return { ...rest, exact: { nonce: Number(exactFrom) + at, gas: 90_000n, maxFeeWei: 77n * gwei, tipWei: 2n * gwei } }
}
const outcomes = await Promise.all(words.split(',').map((n, at) => queue.submit(request(Number(n), at), signal)))
console.log(JSON.stringify(outcomes.map(({ kind }) => kind)))
await queue.close()
await journal.close()
pool.close()
