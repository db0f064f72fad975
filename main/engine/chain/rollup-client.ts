import { AppError } from '../../../shared/errors.ts'
import { type AnswerReader, answerReader } from './answer-reader.ts'
import type { L1Ref, L2Ref, OutputAtBlock, RollupClient, RollupConfig, RpcPool, SyncStatus } from './types.ts'

const versionZero = `0x${'0'.repeat(64)}`

type Method = 'optimism_syncStatus' | 'optimism_outputAtBlock' | 'optimism_rollupConfig' | 'optimism_version'

/** Asks the rollup node and believes nothing: shapes, numbers and hashes are checked, and that the answer is about the block asked for. */
export function createRollupClient({ pool }: { pool: RpcPool }): RollupClient {
  async function ask<T>(
    method: Method,
    params: readonly unknown[],
    signal: AbortSignal | undefined,
    read: (answer: unknown, reader: AnswerReader) => T
  ): Promise<T> {
    const reason = method === 'optimism_outputAtBlock' ? 'root' : 'state'
    const answer = await pool.request({ method, params, reason, ...(signal && { signal }) })
    return read(
      answer,
      answerReader((what) => refuse(method, what))
    )
  }

  return {
    syncStatus: (signal) => ask('optimism_syncStatus', [], signal, readSyncStatus),
    outputAtBlock: (l2BlockNumber, signal) =>
      ask('optimism_outputAtBlock', [`0x${l2BlockNumber.toString(16)}`], signal, (answer, reader) =>
        readOutput(answer, reader, l2BlockNumber)
      ),
    rollupConfig: (signal) => ask('optimism_rollupConfig', [], signal, readConfig),
    version: (signal) => ask('optimism_version', [], signal, (answer, reader) => reader.string(answer, 'version'))
  }
}

function refuse(method: Method, what: string): never {
  throw new AppError(
    { code: 'ROLLUP_BAD_ANSWER', method, what },
    { message: `The rollup node's answer to ${method} is wrong: ${what}`, retryable: true }
  )
}

function readSyncStatus(answer: unknown, reader: AnswerReader): SyncStatus {
  const status = reader.object(answer, 'syncStatus')
  return {
    currentL1: readL1Ref(status.current_l1, reader, 'current_l1'),
    headL1: readL1Ref(status.head_l1, reader, 'head_l1'),
    safeL1: readL1Ref(status.safe_l1, reader, 'safe_l1'),
    finalizedL1: readL1Ref(status.finalized_l1, reader, 'finalized_l1'),
    unsafeL2: readL2Ref(status.unsafe_l2, reader, 'unsafe_l2'),
    safeL2: readL2Ref(status.safe_l2, reader, 'safe_l2'),
    finalizedL2: readL2Ref(status.finalized_l2, reader, 'finalized_l2')
  }
}

function readL1Ref(value: unknown, reader: AnswerReader, path: string): L1Ref {
  const ref = reader.object(value, path)
  return {
    hash: reader.hash(ref.hash, `${path}.hash`),
    number: BigInt(reader.integer(ref.number, `${path}.number`)),
    parentHash: reader.hash(ref.parentHash, `${path}.parentHash`),
    timestampSec: reader.integer(ref.timestamp, `${path}.timestamp`)
  }
}

function readL2Ref(value: unknown, reader: AnswerReader, path: string): L2Ref {
  const ref = reader.object(value, path)
  const origin = reader.object(ref.l1origin, `${path}.l1origin`)
  return {
    ...readL1Ref(value, reader, path),
    l1Origin: {
      hash: reader.hash(origin.hash, `${path}.l1origin.hash`),
      number: BigInt(reader.integer(origin.number, `${path}.l1origin.number`))
    },
    sequenceNumber: BigInt(reader.integer(ref.sequenceNumber, `${path}.sequenceNumber`))
  }
}

function readOutput(answer: unknown, reader: AnswerReader, asked: bigint): OutputAtBlock {
  const output = reader.object(answer, 'output')
  const blockRef = readL2Ref(output.blockRef, reader, 'blockRef')
  if (blockRef.number !== asked) refuse('optimism_outputAtBlock', `it is about block ${blockRef.number}, not ${asked}`)
  const version = reader.hash(output.version, 'version')
  if (version !== versionZero) refuse('optimism_outputAtBlock', 'version is not zero')
  return {
    outputRoot: reader.hash(output.outputRoot, 'outputRoot'),
    version,
    blockRef,
    stateRoot: reader.hash(output.stateRoot, 'stateRoot'),
    withdrawalStorageRoot: reader.hash(output.withdrawalStorageRoot, 'withdrawalStorageRoot'),
    nextBlockRef: readNextRef(output.nextBlockRef, reader, blockRef),
    syncStatus: readSyncStatus(output.syncStatus, reader)
  }
}

/** Absent, null or all zero where the node does not know it or the fork made it needless. */
function readNextRef(value: unknown, reader: AnswerReader, blockRef: L2Ref): L2Ref | null {
  if (value === undefined || value === null) return null
  const next = readL2Ref(value, reader, 'nextBlockRef')
  if (/^0x0+$/.test(next.hash)) return null
  if (next.number !== blockRef.number + 1n || next.parentHash !== blockRef.hash)
    refuse('optimism_outputAtBlock', 'nextBlockRef does not follow blockRef')
  return next
}

function readConfig(answer: unknown, reader: AnswerReader): RollupConfig {
  const config = reader.object(answer, 'rollupConfig')
  const genesis = reader.object(config.genesis, 'genesis')
  const genesisL2 = reader.object(genesis.l2, 'genesis.l2')
  const mptTime = config.kroma_mpt_time
  return {
    l1ChainId: reader.integer(config.l1_chain_id, 'l1_chain_id'),
    l2ChainId: reader.integer(config.l2_chain_id, 'l2_chain_id'),
    blockTimeSec: reader.integer(config.block_time, 'block_time'),
    kromaMptTimeSec: mptTime === undefined || mptTime === null ? null : reader.integer(mptTime, 'kroma_mpt_time'),
    genesisL2Number: BigInt(reader.integer(genesisL2.number, 'genesis.l2.number')),
    genesisL2TimeSec: reader.integer(genesis.l2_time, 'genesis.l2_time')
  }
}
