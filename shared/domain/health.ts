export type Severity = 'ok' | 'notice' | 'warning' | 'critical'

/** One named thing that is or is not in order, with what to do about it. Codes are stable; texts come from the renderer where it knows the code, else `message`. */
export type HealthItem = {
  code: string
  severity: Severity
  /** One line: what is wrong and what to do. */
  message: string
  /** Which endpoint, contract or account; never a full URL. */
  subject: string | null
  sinceMs: number
}

/** Start gates, in the order in which they are passed. */
export const gateNames = ['settings', 'chains', 'contracts', 'addresses', 'account', 'node', 'journal'] as const
export type GateName = (typeof gateNames)[number]
export type GateView = {
  name: GateName
  state: 'waiting' | 'checking' | 'passed' | 'failed'
  code: string | null
  message: string | null
}
