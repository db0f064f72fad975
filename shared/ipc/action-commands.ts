import { z } from 'zod'
import type { ActionRecord, PrepareResult } from '../domain/action.ts'
import type { ActionsOverview } from '../domain/action-view.ts'

const of = <T>() => z.custom<T>()

/** As typed: main reads it, and names the field and the problem where it cannot. */
const typed = z.string().max(100)
const none = z.strictObject({})
const id = z.string().regex(/^[0-9a-f-]{36}$/)
const scalar = z.string().regex(/^(0x)?[0-9a-fA-F]{1,64}$/)

const request = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('register'),
    input: z.strictObject({ amount: typed, commission: typed, withdrawAccount: typed })
  }),
  z.strictObject({ kind: z.literal(['deposit', 'withdraw', 'v1-withdraw']), input: z.strictObject({ amount: typed }) }),
  z.strictObject({ kind: z.literal('commission-init'), input: z.strictObject({ commission: typed }) }),
  z.strictObject({ kind: z.literal('v1-withdraw-to'), input: z.strictObject({ amount: typed, to: typed }) }),
  z.strictObject({
    kind: z.literal(['activate', 'unjail', 'commission-finalize', 'v1-unbond', 'submit-output']),
    input: none
  })
])

/**
 * The operator's actions. Nothing can be sent but what `actions.prepare`, `actions.replace` or `actions.cancel` prepared, by its id, once.
 * Refused with codes of `actionErrorCodes`; ACTION_INPUT_INVALID has `field` and `problem` in its context, ACTION_NOT_POSSIBLE has `condition` and `untilSec`.
 */
export const actionCommands = {
  /** The conditions of all actions as far as they do not depend on what is typed, and the numbers behind them. */
  'actions.view': { input: z.undefined(), output: of<ActionsOverview>() },
  /** Looks at one action and fixes the transaction of its next step. */
  'actions.prepare': { input: request, output: of<PrepareResult>() },
  /** With the hot key, after the operator confirmed. */
  'actions.sign': { input: z.strictObject({ id }), output: of<ActionRecord>() },
  /** With what the device answered. A signature of another account is refused, and the same id may be tried again until it expires. */
  'actions.submitSignature': {
    input: z.strictObject({ id, r: scalar, s: scalar, v: z.string().regex(/^(0x)?[0-9a-fA-F]{1,2}$/) }),
    output: of<ActionRecord>()
  },
  /** Prepares the same again in the place of a waiting action, or nothing in its place: to be signed like any other. */
  'actions.replace': { input: z.strictObject({ id }), output: of<PrepareResult>() },
  'actions.cancel': { input: z.strictObject({ id }), output: of<PrepareResult>() },
  /** Everything that was signed, newest first; at most 300. */
  'actions.list': { input: z.undefined(), output: of<ActionRecord[]>() }
} as const
