import type { TxCore } from './tx-core.ts'

/** The first nonce that nothing of this journal has used or waits on. */
export const nextFreeNonce = ({ state }: Pick<TxCore, 'state'>): number =>
  Math.max(state.nextNonce, ...state.open().map((slot) => slot.nonce + 1))
