import type { Address } from '../../../../shared/domain/hex.ts'
import type { SubmitPolicy, SubmitView } from '../view.ts'

/** Addresses and a view for tests: this account's priority round has begun, everything is in order. Times are relative to a due time of 1,000. */
export const me: Address = '0x1111111111111111111111111111111111111111'
export const other: Address = '0x2222222222222222222222222222222222222222'
export const trusted: Address = '0x3333333333333333333333333333333333333333'
export const root = `0x${'ab'.repeat(32)}` as const
export const otherRoot = `0x${'cd'.repeat(32)}` as const

export const exampleView: SubmitView = {
  readAtSec: 1000,
  outputIndex: 12n,
  l2BlockNumber: 520n,
  dueAtSec: 1000,
  roundDurationSec: 60,
  nextValidator: me,
  drawn: me,
  trustedValidator: trusted,
  mptFirstOutputIndex: 1000n,
  drawsBegun: true,
  v2Rules: true,
  account: me,
  signs: 'app',
  status: 'ACTIVE',
  inJail: false,
  jailExpiresAtSec: 0,
  freeKroWei: 10_000n,
  bondWei: 5_000n,
  ethWei: 10n ** 18n,
  halted: false,
  nodeHead: 521n,
  root: { root, recomputed: root },
  signingPaused: false,
  pending: false,
  refusal: null
}

export const examplePolicy: SubmitPolicy = {
  submitter: true,
  publicRound: false,
  leadSec: 5,
  safetyLookSec: 300,
  nodeLookSec: 2,
  retrySec: 30,
  minEthWei: 10n ** 15n
}
