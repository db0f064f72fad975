import { z } from 'zod'
import type { DoctorReport } from '../domain/doctor.ts'
import type { RpcBudgetView } from '../domain/rpc-budget.ts'

const of = <T>() => z.custom<T>()

export const doctorCommands = {
  /** Makes every check once; takes seconds. Asked while one runs, it answers what that one finds. */
  'doctor.run': { input: z.undefined(), output: of<DoctorReport>() },
  /** Null before the validator was started. */
  'rpcBudget.get': { input: z.undefined(), output: of<RpcBudgetView | null>() }
} as const
