/** What differs by host and can be switched in the settings. */
export type HostAbility = 'tray' | 'autostart' | 'keepAwake' | 'updates'

/** Null where this host can do it; else one line for the operator that says why not. */
export type HostAbilities = Record<HostAbility, string | null>

/** Why the machine is kept awake now. */
export type AwakeReason = 'dispute' | 'round'
