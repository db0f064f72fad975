import { AppError } from '../../../../shared/errors.ts'
import type { Logger } from '../../ports.ts'
import type { Clock } from '../../runtime/clock.ts'
import {
  type Allowance,
  allowanceAt,
  pricePerHourOf,
  proofUntilMs,
  type Run,
  type Spent,
  spentAt
} from './cost-guard.ts'
import type { Lease, LeasePort } from './lease.ts'
import { type OpenBook, openMachineBook } from './machine-book.ts'
import type { MachineLook } from './machine-port.ts'
import { machineProblem } from './machine-problem.ts'
import type { MachineSettings } from './prover-machine.ts'

type Deps = { file: LeasePort; settings: MachineSettings; clock: Clock; log: Logger }

/** The lease on disk and the money: what the machine costs, may cost and has cost. */
export type MachineAccount = {
  /** Reads what the last run of the app left. `lease` is this machine's, `other` the id of another one's; what was `damaged` may have been a lease. */
  open(): Promise<{ lease: Lease | null; other: string | null; damaged: boolean }>
  priceUsd(): number | null
  spent(): Spent
  /** Ended runs, and the one under way until now. */
  all(): readonly Run[]
  /** The machine is known to run on our account. */
  runs(): boolean
  beganAtMs(proof: string | null): number
  /** What AWS says it is goes to the account; `expected` when a start was asked for that it need not show yet. */
  saw(look: MachineLook, expected: boolean): Promise<void>
  /** AWS accepted a start. */
  started(): Promise<void>
  /** Throws LEASE_UNWRITABLE. */
  take(): Promise<void>
  /** Throws PRICE_UNKNOWN, CAP_DAY, CAP_MONTH. */
  checkStart(): void
  /** Whether the run under way may go on; null while there is none, or its price is not known. */
  allowance(): Allowance | null
  /** When a proof that began then has cost what is agreed for one; null while no price is known. */
  proofUntilMs(fromMs: number): number | null
  noteProofs(proofs: Lease['proofs']): Promise<void>
  /** The lease ends. Throws LEASE_UNWRITABLE. */
  settle(): Promise<void>
}

export function createMachineAccount({ file, settings, clock, log }: Deps): MachineAccount {
  const { instanceId, caps } = settings
  let book: OpenBook | null = null
  let instanceType: string | null = null
  let launchedAtMs: number | null = null

  const priceUsd = (): number | null => pricePerHourOf(settings.pricePerHourUsd, instanceType)
  const current = () => book?.current(clock.now()) ?? null
  const ended = () => book?.ended ?? []
  /** What is not on disk now is written with the next change; the lease itself stands. */
  const stale = (error: unknown): void =>
    log.warn('machine.lease-stale', { code: error instanceof AppError ? error.code : 'INTERNAL' })

  async function noteRunning(): Promise<void> {
    await book?.runs({ launchedAtMs }, { pricePerHourUsd: priceUsd() ?? 0, now: clock.now() }).catch(stale)
  }

  return {
    async open() {
      const opened = await openMachineBook(file)
      book = opened.book
      const { lease } = book
      const own = lease?.instanceId === instanceId ? lease : null
      if (opened.damaged) log.warn('machine.lease-damaged')
      if (lease === null || own) return { lease: own, other: null, damaged: opened.damaged }
      log.error('machine.other-lease', { instance: lease.instanceId })
      await book.settle(clock.now())
      return { lease: null, other: lease.instanceId, damaged: opened.damaged }
    },
    priceUsd,
    spent: () => spentAt(clock.now(), ended(), current()),
    all() {
      const run = current()
      return run ? [...ended(), run] : ended()
    },
    runs: () => current() !== null,
    beganAtMs: (proof) => book?.lease?.proofs.find(({ key }) => key === proof)?.fromMs ?? clock.now(),
    async saw(look, expected) {
      instanceType = look.instanceType
      launchedAtMs = look.launchedAtMs
      if (look.state === 'pending' || look.state === 'running') await noteRunning()
      else if (look.state !== 'stopping' && !expected) await book?.ends(clock.now()).catch(stale)
    },
    async started() {
      launchedAtMs = clock.now()
      await noteRunning()
    },
    async take() {
      await book?.take({ instanceId, pricePerHourUsd: priceUsd() ?? 0 }, clock.now())
    },
    checkStart() {
      const pricePerHourUsd = priceUsd()
      if (pricePerHourUsd === null) throw machineProblem('PRICE_UNKNOWN')
      const allowance = allowanceAt(clock.now(), { caps, ended: ended(), current: null, pricePerHourUsd })
      if (!allowance.allowed) throw machineProblem(allowance.cap)
    },
    allowance() {
      const [pricePerHourUsd, run] = [priceUsd(), current()]
      if (pricePerHourUsd === null || !run) return null
      return allowanceAt(clock.now(), { caps, ended: ended(), current: run, pricePerHourUsd })
    },
    proofUntilMs(fromMs) {
      const pricePerHourUsd = priceUsd()
      return pricePerHourUsd === null ? null : proofUntilMs(fromMs, caps, pricePerHourUsd)
    },
    async noteProofs(proofs) {
      if (!book?.lease || JSON.stringify(book.lease.proofs) === JSON.stringify(proofs)) return
      await book.setProofs(proofs).catch(stale)
    },
    async settle() {
      await book?.settle(clock.now())
    }
  }
}
