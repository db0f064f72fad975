const word = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`

export const l1Ref = (number: number) => ({
  hash: word(1_000 + number),
  number,
  parentHash: word(999 + number),
  timestamp: number * 12
})
export const l2Ref = (number: number) => ({
  ...l1Ref(number),
  l1origin: { hash: word(77), number: 7 },
  sequenceNumber: 3
})
export const syncStatus = () => ({
  current_l1: l1Ref(50),
  current_l1_finalized: l1Ref(40),
  head_l1: l1Ref(52),
  safe_l1: l1Ref(45),
  finalized_l1: l1Ref(40),
  unsafe_l2: l2Ref(120),
  safe_l2: l2Ref(110),
  finalized_l2: l2Ref(90),
  queued_unsafe_l2: null
})
export const outputAt = (number: number) => ({
  version: word(0),
  outputRoot: word(0xabc),
  blockRef: l2Ref(number),
  nextBlockRef: l2Ref(number + 1),
  withdrawalStorageRoot: word(0xdef),
  stateRoot: word(0x123),
  syncStatus: syncStatus()
})
export const rollupConfig = () => ({
  genesis: { l1: { hash: word(1), number: 1 }, l2: { hash: word(2), number: 0 }, l2_time: 1_700_000_000 },
  block_time: 2,
  l1_chain_id: 1,
  l2_chain_id: 255,
  kroma_mpt_time: 1_739_250_001
})
