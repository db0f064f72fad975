/** What the reference validator is known to do on its own clock, from the protocol's description and its public sources. Periods in seconds. */
export type ReferenceHabits = {
  l2BlockTimeSec: number
  /** An output each so many L2 blocks. */
  submissionInterval: number
  /** It wakes so many L2 blocks before it could be its turn. */
  roundBufferBlocks: number
  /** And asks again so often until the block after the output's is there. */
  retrySec: number
  /** Reads before each of these: next block number and index, status, jail, free KRO. */
  readsPerTry: number
  /** One more when the block is there: whose round it is. */
  readsPerRound: number
  /** Its gauge of the ETH balance. */
  balanceEverySec: number
  /** For each output that it sees: creation period, the output. */
  readsPerOutput: number
  /** For each transaction: two for fees, gas estimate, nonce, send, receipt, head. */
  requestsPerTx: number
  /** Open challenges are looked at so often. */
  pollSec: number
  /** Each time: status, output, finality. */
  readsPerPoll: number
}

export const referenceHabits: ReferenceHabits = {
  l2BlockTimeSec: 2,
  submissionInterval: 1_800,
  roundBufferBlocks: 30,
  retrySec: 1,
  readsPerTry: 5,
  readsPerRound: 1,
  balanceEverySec: 10,
  readsPerOutput: 2,
  requestsPerTx: 7,
  pollSec: 5,
  readsPerPoll: 3
}

export type ReferenceLoad = {
  seconds: number
  /** Outputs that it submits in that time. */
  ownOutputs: number
  /** Seconds that challenges of its own are open, added up. */
  challengeOpenSec: number
  /** Transactions in these. */
  challengeMoves: number
}

/** L1 requests of the reference for this much work; a lower bound, since failures and log subscriptions are left out. */
export function referenceRequests(load: ReferenceLoad, habits: ReferenceHabits = referenceHabits): number {
  const { l2BlockTimeSec, submissionInterval } = habits
  const outputs = load.seconds / (submissionInterval * l2BlockTimeSec)
  // From the buffer before the output's block to the block after it.
  const triesPerOutput = ((habits.roundBufferBlocks + 1) * l2BlockTimeSec) / habits.retrySec
  const waiting = outputs * (triesPerOutput * habits.readsPerTry + habits.readsPerRound)
  const balance = load.seconds / habits.balanceEverySec
  const seen = outputs * habits.readsPerOutput
  const sent = (load.ownOutputs + load.challengeMoves) * habits.requestsPerTx
  const polls = (load.challengeOpenSec / habits.pollSec) * habits.readsPerPoll
  return Math.round(waiting + balance + seen + sent + polls)
}

/** Requests for a scan in pieces of the largest size, one after the other. */
export const referenceScan = (blocks: number, blocksPerRequest: number): number => Math.ceil(blocks / blocksPerRequest)
