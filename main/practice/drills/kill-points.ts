import { statSync, truncateSync } from 'node:fs'
import type { EnginePorts } from '../../engine/engine-parts.ts'
import type { JournalPort, Signer } from '../../engine/ports.ts'
import type { PostText } from '../../engine/prover/post-text.ts'
import type { ProofStore } from '../../engine/prover/proof-store.ts'
import { turnOf } from '../silent-queue.ts'

/** Where a validator's process ends itself, in the order in which a move passes them. */
export const killPoints = [
  'while-starting',
  'turn-noticed',
  'proof-asked',
  'proof-answered',
  'proof-kept',
  'before-intent',
  'after-intent',
  'before-sign',
  'after-sign',
  'signature-torn',
  'signature-kept',
  'published',
  'publication-kept',
  'receipt-seen',
  'receipt-kept',
  'move-told'
] as const
export type KillPoint = (typeof killPoints)[number]

/** `turn` as in `turnOf`: which move must be under way. */
export type Kill = { point: KillPoint; turn: number }

const proofPoints = new Set<KillPoint>(['proof-asked', 'proof-answered', 'proof-kept'])

/** Whether a move passes this point: only a proof passes those of the prover, neither opening nor closing a game is a turn that one is told of, and before a game can be closed a process must have lived through its last turn. */
export function isPassed(point: KillPoint, turn: number, provingTurn: number): boolean {
  if (proofPoints.has(point)) return turn === provingTurn
  if (point === 'while-starting') return turn <= provingTurn
  return point !== 'turn-noticed' || (turn > 1 && turn <= provingTurn)
}

type Record = { type: string; nonce?: number; purpose?: string }
type Deps = {
  kill: Kill
  provingTurn: number
  journalPath: string
  /** Ends the process on the spot. */
  die: () => never
}

/** So long a prover works before its asker dies. */
const askedMs = 50

/** The engine's ports, one of which ends the process when the move passes the point. */
export function deadlyPorts<P extends EnginePorts & { proofs: { post: PostText; store: ProofStore } }>(
  ports: P,
  deps: Deps
): P {
  const { kill, provingTurn, die } = deps
  const turns = createTurnBook(provingTurn)
  const at = (point: KillPoint): boolean => point === kill.point
  const isProof = kill.turn === provingTurn
  const { journal, key, proofs } = ports
  return {
    ...ports,
    journal: deadlyJournal(journal, deps, turns),
    ...(key.kind === 'signer' && { key: { kind: 'signer', signer: deadlySigner(key.signer, deps, turns) } }),
    proofs: {
      async post(input: Parameters<PostText>[0]) {
        const asked = isProof && /"method":"(prove|requestProve)"/.test(input.body)
        if (asked && at('proof-asked')) setTimeout(die, askedMs)
        const answer = await proofs.post(input)
        return asked && at('proof-answered') ? die() : answer
      },
      store: {
        ...proofs.store,
        async put(name: string, value: unknown) {
          await proofs.store.put(name, value)
          // What stands in the store under another name is about the work, not the proof.
          if (isProof && at('proof-kept') && /^zk(evm|vm):/.test(name)) die()
        }
      }
    }
  }
}

type TurnBook = ReturnType<typeof createTurnBook>

/** Which turn the transaction of a nonce is, by what the journal says. */
function createTurnBook(provingTurn: number) {
  const byNonce = new Map<number, number | null>()
  let current: number | null = null
  return {
    read({ type, nonce, purpose }: Record): number | null {
      if (purpose !== undefined && nonce !== undefined) byNonce.set(nonce, turnOf(purpose, provingTurn))
      const turn = nonce === undefined ? null : (byNonce.get(nonce) ?? null)
      if (type === 'intent') current = turn
      return turn
    },
    current: () => current
  }
}

const before: { [type: string]: KillPoint } = {
  intent: 'before-intent',
  published: 'published',
  mined: 'receipt-seen'
}
const after: { [type: string]: KillPoint } = {
  intent: 'after-intent',
  signed: 'signature-kept',
  published: 'publication-kept',
  mined: 'receipt-kept'
}
/** Less than any record. */
const tornBytes = 25

function deadlyJournal(journal: JournalPort, { kill, die, journalPath }: Deps, turns: TurnBook): JournalPort {
  return {
    ...journal,
    async readAll() {
      const read = await journal.readAll()
      for (const record of read.records) turns.read(record as Record)
      return kill.point === 'while-starting' ? die() : read
    },
    async append(record) {
      const { type } = record as Record
      const due = turns.read(record as Record) === kill.turn
      if (due && before[type] === kill.point) die()
      await journal.append(record)
      if (due && after[type] === kill.point) die()
      if (due && type === 'signed' && kill.point === 'signature-torn') {
        truncateSync(journalPath, statSync(journalPath).size - tornBytes)
        die()
      }
    }
  }
}

function deadlySigner(signer: Signer, { kill, die }: Deps, turns: TurnBook): Signer {
  return {
    address: signer.address,
    async sign(tx) {
      const due = turns.current() === kill.turn
      if (due && kill.point === 'before-sign') die()
      const signed = await signer.sign(tx)
      return due && kill.point === 'after-sign' ? die() : signed
    }
  }
}
