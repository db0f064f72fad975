import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ActionSigner, PrepareResult, SignerRole } from '../../../shared/domain/action.ts'
import { actionKinds } from '../../../shared/domain/action.ts'
import {
  type ActionIntent,
  type ActionRequest,
  parseActionInput,
  type TypedIntent
} from '../../../shared/domain/action-input.ts'
import type { ActionsOverview, ActionView } from '../../../shared/domain/action-view.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { AppError } from '../../../shared/errors.ts'
import { disagreements, type ProtocolConstants } from '../chain/protocol-constants.ts'
import type { FeePolicy } from '../tx/types.ts'
import { actionCall } from './action-call.ts'
import { conditionsOf } from './conditions.ts'
import { loadActionView } from './load-action-view.ts'
import type { AccountQueue, OperatorParts } from './operator-parts.ts'
import { prepareAction, type Wish } from './prepare.ts'
import { verdictOf } from './quantities.ts'
import { simulate } from './simulate.ts'

export type DeskDeps = {
  account: Address
  /** Where the validator's account is on its device, as far as the settings say. */
  devicePath?: string | null
  chainId: number
  addresses: ContractAddresses
  policy: FeePolicy
  nowMs: () => number
  parts: Pick<OperatorParts, 'sources' | 'queueOf'>
  readConstants: (signal: AbortSignal) => Promise<ProtocolConstants>
}

const oldBondKeptMs = 30 * 60_000

/** Where actions are looked at and prepared; nothing is signed here. */
export class ActionDesk {
  readonly #deps: DeskDeps
  #constants: ProtocolConstants | null = null
  #oldBond: { due: boolean; atMs: number } | null = null
  #withdrawAccount: Address | null = null

  constructor(deps: DeskDeps) {
    this.#deps = deps
  }

  /** Also when the start gates are still closed: money must stay movable while a node syncs. Throws ADDRESS_MISMATCH when the contracts name each other otherwise than the settings. */
  async view(signal: AbortSignal, block: bigint | null = null): Promise<ActionView> {
    const { parts, addresses, account } = this.#deps
    this.#constants ??= await this.#readConstants(signal)
    const view = await loadActionView({
      pool: parts.sources.primary,
      addresses,
      constants: this.#constants,
      validator: account,
      withdrawAccount: this.#withdrawAccount,
      ...(block !== null && { block }),
      signal
    })
    // A look into the past may be at a time before registration.
    if (block === null) this.#withdrawAccount = view.withdrawAccount
    return view
  }

  async overview(signal: AbortSignal): Promise<ActionsOverview> {
    const view = await this.view(signal)
    const validator = this.#signer('validator', this.#deps.account)
    const withdraw = view.withdrawAccount && this.#signer('withdraw', view.withdrawAccount)
    const bondDue = await this.#oldBondDue(view, signal)
    return {
      view,
      signers: { validator, withdraw },
      actions: actionKinds.map((kind) => ({
        kind,
        means: (kind === 'withdraw' ? withdraw : validator)?.means ?? null,
        conditions: conditionsOf({ kind }, view).map((rule) =>
          rule.code === 'V1_BOND_DUE' && bondDue !== null ? { ...rule, verdict: verdictOf(bondDue) } : rule
        )
      }))
    }
  }

  /** `extra`: conditions that nothing of the view tells. */
  async prepare(
    intent: ActionIntent,
    { instead, extra = [] }: Pick<Wish, 'instead'> & Partial<Pick<Wish, 'extra'>>,
    signal: AbortSignal
  ): Promise<PrepareResult> {
    const view = await this.view(signal)
    if (intent.kind === 'v1-unbond') this.#oldBond = null
    const signer = this.signerOf(intent, view)
    const { queue } = this.#deps.parts.queueOf(signer.address)
    await queue.reconcile(signal)
    const { parts, addresses, chainId, policy, nowMs } = this.#deps
    const deps = { sources: parts.sources, addresses, chainId, policy, nowMs }
    return prepareAction(deps, { intent, view, signer, queue, instead, extra }, signal)
  }

  /** Throws WITHDRAW_ACCOUNT_UNKNOWN before there is one. */
  signerOf(intent: ActionIntent, view: ActionView): ActionSigner {
    if (intent.kind !== 'withdraw') return this.#signer('validator', this.#deps.account)
    if (view.withdrawAccount) return this.#signer('withdraw', view.withdrawAccount)
    throw new AppError(
      { code: 'WITHDRAW_ACCOUNT_UNKNOWN' },
      { message: 'The validator has no withdraw account: it is set once, by the registration.' }
    )
  }

  queueOf = (account: Address): AccountQueue => this.#deps.parts.queueOf(account)

  /** The old pool names no bond by its owner: only a trial run tells whether one can be released. Asked rarely, since hardly anybody has one. Null when there is no answer. */
  async #oldBondDue(view: ActionView, signal: AbortSignal): Promise<boolean | null> {
    const { parts, addresses, nowMs, account } = this.#deps
    if (this.#oldBond && nowMs() - this.#oldBond.atMs < oldBondKeptMs) return this.#oldBond.due
    const { to, data } = actionCall({ kind: 'v1-unbond' }, view, addresses)
    const sources = { primary: parts.sources.primary, second: null }
    const [trial] = await simulate({ sources, from: account, call: { to, data, valueWei: 0n }, signal }).catch(
      (error) => {
        if (signal.aborted || !(error instanceof AppError)) throw error
        return []
      }
    )
    if (!trial) return null
    this.#oldBond = { due: trial.result === 'succeeds', atMs: nowMs() }
    return this.#oldBond.due
  }

  #signer(role: SignerRole, address: Address): ActionSigner {
    const { means } = this.queueOf(address)
    const { devicePath } = this.#deps
    return {
      address,
      role,
      means,
      ...(means === 'device' && role === 'validator' && devicePath && { path: devicePath })
    }
  }

  async #readConstants(signal: AbortSignal): Promise<ProtocolConstants> {
    const constants = await this.#deps.readConstants(signal)
    const wrong = disagreements(constants.named, this.#deps.addresses)[0]
    if (!wrong) return constants
    throw new AppError(
      { code: 'ADDRESS_MISMATCH', getter: wrong.getter },
      { message: `${wrong.getter}() names another contract than the settings. Correct the addresses in the settings.` }
    )
  }
}

/** Throws ACTION_INPUT_INVALID naming the first field and its problem. */
export function readIntent(request: ActionRequest): TypedIntent | { kind: 'submit-output' } {
  const parsed = parseActionInput(request)
  if (parsed.ok) return parsed.intent
  const [{ field, problem } = { field: null, problem: null }] = parsed.problems
  throw new AppError(
    { code: 'ACTION_INPUT_INVALID', field, problem },
    { message: `What was typed for ${field ?? 'the action'} cannot be used (${problem ?? 'unknown'}).` }
  )
}
