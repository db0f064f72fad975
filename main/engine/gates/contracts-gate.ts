import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import { AppError } from '../../../shared/errors.ts'
import { disagreements, type NamedAddress } from '../chain/protocol-constants.ts'
import { type GateContext, learnt } from './gate-context.ts'
import type { GateBlock } from './run-gates.ts'

/** Every contract has code, and those that are asked for their constants answer. */
export async function contractsGate(context: GateContext, signal: AbortSignal): Promise<GateBlock | null> {
  const { addresses, label } = context.config.network
  const names = Object.keys(addresses) as (keyof ContractAddresses)[]
  const codes = await Promise.all(
    names.map((name) =>
      context.l1.request({ method: 'eth_getCode', params: [addresses[name], 'latest'], reason: 'gate', signal })
    )
  )
  const empty = names.find((_, i) => codes[i] === '0x' || codes[i] === null)
  if (empty) return noCode(empty, addresses[empty], label)
  try {
    context.learnt.constants = await context.readConstants(signal)
    return null
  } catch (error) {
    if (!(error instanceof AppError) || !/^CONTRACT_/.test(error.code)) throw error
    const message = `A contract does not answer as ${label} needs it: ${error.message} Correct addresses in the settings.`
    return { code: 'CONTRACT_NO_ANSWER', message, permanent: true }
  }
}

const noCode = (name: string, address: string, label: string): GateBlock => ({
  code: 'CONTRACT_NO_CODE',
  message: `There is no contract at ${address}, the address of ${name} for ${label}. Correct addresses.${name} in the settings.`,
  permanent: true
})

/** The contracts name each other: what they say must be what the settings say. */
export function addressesGate(context: GateContext): GateBlock | null {
  const { addresses } = context.config.network
  const wrong = disagreements(learnt(context, 'constants').named, addresses)[0]
  return wrong ? mismatch(wrong, addresses) : null
}

const mismatch = ({ getter, target, address }: NamedAddress, addresses: ContractAddresses): GateBlock => ({
  code: 'ADDRESS_MISMATCH',
  message: `${getter}() names ${address}, the settings say ${addresses[target]} for ${target}. ${remedy(target)}`,
  permanent: true
})

/** Public sources disagree about the Colosseum of Sepolia. */
const remedy = (target: keyof ContractAddresses): string =>
  target === 'Colosseum'
    ? 'Public sources disagree about this address; the one that the oracle names is in use: put it into addresses.Colosseum.'
    : `Correct addresses.${target} in the settings, or the address of the contract that names it.`
