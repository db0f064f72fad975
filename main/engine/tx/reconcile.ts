import { AppError } from '../../../shared/errors.ts'
import { foldJournal } from './fold-journal.ts'
import { compareAtStart } from './foreign-watch.ts'
import { look } from './look.ts'
import type { TxCore } from './tx-core.ts'

/** In resend intervals: how long transactions of an earlier process are kept for whoever asks for their purpose. */
const claimIntervals = 4

/**
 * Reads the journal, checks that it is about this chain and account, drops intents that were never signed (nothing left this machine) and
 * looks for every recorded hash on the chain. Throws JOURNAL_DAMAGED or JOURNAL_OF_OTHER_CHAIN; nothing is overwritten then.
 */
export async function reconcile(core: TxCore, signal: AbortSignal): Promise<void> {
  const { journal, clock, log, policy, chain } = core.deps
  const { records, tornTail } = await journal.readAll()
  if (tornTail) log.warn('tx.journal-torn-tail', { records: records.length })
  const state = foldJournal(records)
  const genesis = await chain.genesisHash(signal)
  core.state = state
  if (state.header) checkHeader(core, genesis)
  else
    await core.write({
      type: 'chain',
      version: 1,
      chainId: core.deps.chainId,
      genesis,
      account: core.deps.signer.address
    })
  for (const { nonce, purpose } of state.danglingIntents()) await core.write({ type: 'abandoned', nonce, purpose })
  core.claimUntilMs = clock.now() + policy.resendAfterMs * claimIntervals
  core.pause = state.pause && { ...state.pause, sinceMs: state.pause.atMs }
  await look(core, [], signal)
  if (core.deps.exclusive) await compareAtStart(core, records.length === 0, signal)
  log.info('tx.reconciled', { records: records.length, open: state.slots.size, done: state.done.size })
}

function checkHeader(core: TxCore, genesis: string): void {
  const { header } = core.state
  const { chainId, signer } = core.deps
  if (!header) return
  const sameChain = header.chainId === chainId && header.genesis.toLowerCase() === genesis.toLowerCase()
  if (sameChain && header.account.toLowerCase() === signer.address.toLowerCase()) return
  throw new AppError(
    { code: 'JOURNAL_OF_OTHER_CHAIN', chainId: header.chainId, account: header.account },
    {
      message: `The transaction journal belongs to account ${header.account} on ${sameChain ? 'this chain' : `another chain (id ${header.chainId})`}. Use the data folder of this account and network, or move the journal away. Nothing was changed.`
    }
  )
}
