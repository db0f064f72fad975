import { SwitchSetting } from '../fields.tsx'
import { useDesk } from '../use-settings.ts'
import { Group } from './group.tsx'

export const RolesSection = () => {
  const { draft } = useDesk()
  return (
    <Group>
      <RoleFields />
      {draft.network === 'practice' && (
        <SwitchSetting
          path="villain"
          label="A villain among the other validators"
          hint="One of them submits a wrong root and defends it: with the challenger role on, the whole dispute can be watched."
          fallback={false}
        />
      )}
    </Group>
  )
}

/** Also a step of the first start. */
export const RoleFields = () => (
  <>
    <SwitchSetting
      path="roles.submitter"
      label="Submitter"
      hint="Submits outputs in this validator’s priority rounds. Off: the app only watches, and missed rounds lead to jail."
      fallback={true}
    />
    <SwitchSetting
      path="roles.publicRound"
      label="Public rounds, too"
      hint="Submits when the validator whose turn it was did not. Others try as well: gas may be lost."
      fallback={false}
    />
    <SwitchSetting
      path="roles.challenger"
      label="Challenger"
      hint="Disputes wrong outputs of others. It bonds KRO for each and needs a prover. Own outputs are always defended."
      fallback={false}
    />
  </>
)

export const TimersSection = () => (
  <Group>
    <TimerFields />
  </Group>
)

const TimerFields = () => (
  <>
    <SwitchSetting
      path="timers.unjail"
      label="Leave the jail by itself"
      hint="Sent when the term is over. Only with a key that is in this app."
      fallback={false}
    />
    <SwitchSetting
      path="timers.finalizeCommission"
      label="Finalize a commission change by itself"
      hint="Sent when its delay of 14 days is over. Only with a key that is in this app."
      fallback={false}
    />
  </>
)
