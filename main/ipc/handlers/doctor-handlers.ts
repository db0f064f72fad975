import type { DoctorReport } from '../../../shared/domain/doctor.ts'
import type { RpcBudgetView } from '../../../shared/domain/rpc-budget.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of the doctor: see main/doctor-desk.ts. */
export type DoctorControl = {
  run(signal: AbortSignal): Promise<DoctorReport>
  rpcBudget(): RpcBudgetView | null
}

export const doctorHandlers = (doctor: () => DoctorControl): Pick<Handlers, 'doctor.run' | 'rpcBudget.get'> => ({
  'doctor.run': (_, { signal }) => doctor().run(signal),
  'rpcBudget.get': () => doctor().rpcBudget()
})
