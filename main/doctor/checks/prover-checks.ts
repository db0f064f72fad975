import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { ProverMachineOverview, ProverRights } from '../../../shared/domain/prover.ts'
import { AppError } from '../../../shared/errors.ts'
import { createServiceRpc } from '../../engine/prover/service-rpc.ts'
import { createZkVmServices, type Spec } from '../../engine/prover/zkvm-services.ts'
import { type Check, failed, notApplicable, ok, unknown, warning } from '../check.ts'
import type { CheckParts } from './check-parts.ts'

const specMs = 8_000

export function proverChecks({ world, clock }: CheckParts): Check[] {
  const { engine, settings, machine, post } = world
  const { zkEvmUrl = null, zkVm = null } = engine?.prover ?? {}
  const none = (what: string): DoctorFinding =>
    settings.roles.challenger && zkEvmUrl === null && zkVm === null && !settings.prover?.ec2
      ? failed(
          'no prover is named',
          'A challenger has to prove its challenge. Name a prover in the settings, or turn the role off.'
        )
      : notApplicable(`no ${what} prover is named`)
  return [
    {
      name: 'prover-zkevm',
      timeoutMs: specMs + 2_000,
      async run(signal) {
        if (settings.prover?.ec2) return notApplicable('runs on the EC2 machine, which is started for a proof')
        if (zkEvmUrl === null) return none('zkEVM')
        const rpc = createServiceRpc({ service: 'zkEVM prover', url: zkEvmUrl, post, clock })
        const answer = await rpc.ask({ method: 'spec', params: [], timeoutMs: specMs, signal })
        return judgeZkEvm(rpc.origin, answer, engine?.network.l2ChainId ?? null)
      }
    },
    {
      name: 'prover-zkvm',
      timeoutMs: specMs + 2_000,
      async run(signal) {
        if (zkVm === null) return none('zkVM')
        const witness = createServiceRpc({ service: 'witness generator', url: zkVm.witnessUrl, post, clock })
        const prover = createServiceRpc({ service: 'zkVM prover', url: zkVm.proverUrl, post, clock })
        const services = createZkVmServices({ witness, prover, timeoutMs: specMs, maxWitnessBytes: 1 })
        return judgeZkVm(await services.specs(signal))
      }
    },
    {
      name: 'ec2-machine',
      timeoutMs: 2_000,
      run: async () => judgeMachine(machine?.overview() ?? null, settings.prover?.ec2 !== undefined)
    },
    {
      name: 'ec2-rights',
      timeoutMs: 30_000,
      async run(signal) {
        try {
          return judgeRights((await machine?.rights(signal)) ?? null)
        } catch (error) {
          if (error instanceof AppError && /^VAULT_/.test(error.code)) return unknown('the AWS key is locked')
          throw error
        }
      }
    }
  ]
}

/** `spec` of the zkEVM prover: which circuit it proves with, and for which chain. */
export function judgeZkEvm(origin: string, answer: unknown, l2ChainId: number | null): DoctorFinding {
  const spec = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {}
  const shown = ['degree', 'agg_degree', 'chain_id', 'max_txs', 'max_call_data', 'proof_type_desc'].flatMap((name) => {
    const value = spec[name]
    return typeof value === 'number' || typeof value === 'string' ? [`${name} ${value}`] : []
  })
  const value = `${origin}: ${shown.join(', ') || 'a spec without any known part'}`
  if (shown.length === 0)
    return warning(value, 'Is this a zkEVM prover (port 3030) or its proxy (port 6000)? Check prover.zkEvmUrl.')
  const chainId = spec.chain_id
  return typeof chainId === 'number' && l2ChainId !== null && chainId !== l2ChainId
    ? failed(
        value,
        `It proves chain ${chainId}, the network's L2 is ${l2ChainId}: name the prover of this network in prover.zkEvmUrl.`
      )
    : ok(value)
}

/** What one makes the other must be able to prove. */
export function judgeZkVm({ witness, prover }: { witness: Spec; prover: Spec }): DoctorFinding {
  const value = `witness generator sp1 ${witness.sp1Version}, prover sp1 ${prover.sp1Version}`
  if (witness.sp1Version !== prover.sp1Version)
    return failed(value, 'Both must be of one SP1 version: update the older of the two.')
  const keys = [witness.programVKey, prover.programVKey]
  return keys.every((key) => key !== null) && keys[0] !== keys[1]
    ? failed(
        `${value}; program keys ${keys.join(' and ')}`,
        'Both must run the same program: update the older of the two.'
      )
    : ok(value)
}

export function judgeMachine(machine: ProverMachineOverview | null, configured: boolean): DoctorFinding {
  if (!configured) return notApplicable('no EC2 machine is configured')
  if (!machine || machine.state === 'unknown') return unknown('AWS is asked while the validator runs')
  const value = `${machine.state}, $${machine.spent.monthUsd.toFixed(2)} this month of $${machine.caps.perMonthUsd.toFixed(2)}`
  if (machine.problem) return failed(`${value}; ${machine.problem.code}`, machine.problem.remedy)
  if (machine.orphan) return warning(`${value}; runs, and not for this app`, 'Stop it on the Prover screen.')
  if (machine.state === 'terminated')
    return failed(value, 'The instance is gone. Name another in prover.ec2.instanceId.')
  return machine.state === 'failed' ? failed(value, 'The Prover screen says what happened to it.') : ok(value)
}

/** By dry runs: nothing is started. */
export function judgeRights(rights: ProverRights | null): DoctorFinding {
  if (!rights) return notApplicable('no EC2 machine is configured')
  const { start, stop, runNew, startOthers } = rights
  const value = `start ${start}, stop ${stop}, run new machines ${runNew}, start others ${startOthers}`
  const policy = 'Give the key the policy in docs/prover.md.'
  if (start === 'refused' || stop === 'refused')
    return failed(value, `The machine cannot be started and stopped. ${policy}`)
  if (runNew === 'allowed' || startOthers === 'allowed')
    return warning(value, `The key can do more than it needs. ${policy}`)
  return start === 'unknown' || stop === 'unknown' ? unknown(value) : ok(value)
}
