import { type AlertWorld, type Finding, isLooking, type Rule, unknown, type Verdict } from './rule.ts'
import { eth, kro, span, utc } from './words.ts'

const daySec = 86_400

/** In jail: until the term ends nothing can be done; from then on an unjail transaction ends it. */
export const jailedRule: Rule = {
  codes: ['JAILED', 'JAIL_OVER'],
  judge({ snapshot, chainNowSec }): Verdict {
    const { validator } = snapshot
    if (!validator || chainNowSec === null) return unknown
    if (!validator.inJail) return { holds: [] }
    const { jailExpiresAtSec } = validator
    return {
      holds: [chainNowSec < jailExpiresAtSec ? jailed(jailExpiresAtSec, chainNowSec) : jailOver(jailExpiresAtSec)]
    }
  }
}

const jailed = (expiresAtSec: number, nowSec: number): Finding => ({
  code: 'JAILED',
  id: `${expiresAtSec}`,
  subject: null,
  severity: 'critical',
  title: 'Your validator is in jail',
  body: `Jailed until ${utc(expiresAtSec)} (in ${span(expiresAtSec - nowSec)}). It is not drawn and cannot submit until then. Find out why rounds were missed now; unjail it on the Stake screen as soon as the term is over.`,
  screen: 'stake'
})

const jailOver = (expiresAtSec: number): Finding => ({
  code: 'JAIL_OVER',
  id: `${expiresAtSec}`,
  subject: null,
  severity: 'warning',
  title: 'The jail term is over',
  body: `It ended at ${utc(expiresAtSec)}. The validator stays out until you send the unjail transaction: open the Stake screen.`,
  screen: 'stake'
})

/** `noSubmissionCount` at the threshold: the next priority round that passes jails. */
export const oneMissLeftRule: Rule = {
  codes: ['ONE_MISS_LEFT'],
  judge({ snapshot }): Verdict {
    const { validator } = snapshot
    if (!validator) return unknown
    const { noSubmissionCount, jailThreshold, inJail } = validator
    if (inJail || noSubmissionCount < jailThreshold) return { holds: [] }
    return {
      holds: [
        {
          code: 'ONE_MISS_LEFT',
          id: null,
          subject: null,
          severity: 'critical',
          title: 'One miss left before jail',
          body: `${noSubmissionCount} priority rounds were missed in a row. If the next one passes too, the validator is jailed. Make sure that this machine, the node and the RPC endpoints are up, and that ETH and KRO suffice.`,
          screen: 'overview'
        }
      ]
    }
  }
}

export const roundMissedRule: Rule = {
  codes: ['PRIORITY_ROUND_MISSED'],
  judge: ({ events }) => ({
    happened: events.flatMap((event): Finding[] =>
      event.type !== 'round.missed'
        ? []
        : [
            {
              code: 'PRIORITY_ROUND_MISSED',
              id: `${event.outputIndex}:${event.missed}:${event.atMs}`,
              subject: `output ${event.outputIndex}`,
              severity: 'warning',
              title: 'A priority round was missed',
              body: `The round of output ${event.outputIndex} passed without a submission of yours; ${event.missed} missed in a row. The Overview says what stood in the way.`,
              screen: 'overview'
            }
          ]
    )
  })
}

/** Below the operator's own limit, or below what the engine needs for one submission. */
export const lowEthRule: Rule = {
  codes: ['LOW_ETH'],
  judge(world): Verdict {
    const { validator, health } = world.snapshot
    if (!validator || !isLooking(world)) return unknown
    const told = health.find(({ code }) => code === 'LOW_ETH')
    const limit = world.settings.thresholds.lowEth
    const below = limit !== undefined && validator.ethWei < BigInt(Math.round(limit * 1e6)) * 10n ** 12n
    if (!told && !below) return { holds: [] }
    return {
      holds: [
        {
          code: 'LOW_ETH',
          id: null,
          subject: validator.address,
          severity: told?.severity === 'critical' ? 'critical' : 'warning',
          title: 'ETH for gas runs low',
          body: `The validator has ${eth(validator.ethWei)}. Without gas its rounds are missed: send ETH to ${validator.address}.`,
          screen: 'overview'
        }
      ]
    }
  }
}

export const bondRule: Rule = {
  codes: ['BOND_TOO_SMALL'],
  judge(world): Verdict {
    const { validator, health } = world.snapshot
    if (!validator || !isLooking(world)) return unknown
    if (!health.some(({ code }) => code === 'BOND_SHORT')) return { holds: [] }
    return {
      holds: [
        {
          code: 'BOND_TOO_SMALL',
          id: null,
          subject: null,
          severity: 'warning',
          title: 'Free KRO does not cover the next bond',
          body: `${kro(validator.freeKroWei)} are free, a bond takes ${kro(validator.bondWei)}. Deposit KRO on the Stake screen, or wait for an output of yours to be finalized.`,
          screen: 'stake'
        }
      ]
    }
  }
}

/** Told for a day after it has become possible. */
export const withdrawRule: Rule = {
  codes: ['WITHDRAW_POSSIBLE'],
  judge({ snapshot, chainNowSec }): Verdict {
    const { validator } = snapshot
    if (!validator || chainNowSec === null) return unknown
    const { canWithdrawAtSec, freeKroWei } = validator
    const sinceSec = chainNowSec - canWithdrawAtSec
    if (canWithdrawAtSec === 0 || freeKroWei === 0n || sinceSec < 0 || sinceSec >= daySec) return { holds: [] }
    return {
      holds: [
        {
          code: 'WITHDRAW_POSSIBLE',
          id: `${canWithdrawAtSec}`,
          subject: null,
          severity: 'notice',
          title: 'A withdrawal is possible',
          body: `The waiting time after the last deposit ended at ${utc(canWithdrawAtSec)}; ${kro(freeKroWei)} are free. The Stake screen has the withdrawal.`,
          screen: 'stake'
        }
      ]
    }
  }
}

export const commissionRule: Rule = {
  codes: ['COMMISSION_READY'],
  judge({ facts, chainNowSec }: AlertWorld): Verdict {
    const { commissionReadyAtSec: atSec } = facts
    if (atSec === undefined || chainNowSec === null) return unknown
    if (atSec === null || chainNowSec < atSec) return { holds: [] }
    return {
      holds: [
        {
          code: 'COMMISSION_READY',
          id: `${atSec}`,
          subject: null,
          severity: 'notice',
          title: 'The commission change can be finalized',
          body: `Its waiting time ended at ${utc(atSec)}. It takes effect only with a second transaction: open the Stake screen.`,
          screen: 'stake'
        }
      ]
    }
  }
}
