import type { SettingsProblem } from '../../../../shared/domain/settings.ts'

/** Which parts of the settings a step asks for; what a later step asks for is no problem yet. */
const later: readonly (readonly string[])[] = [
  [''],
  ['key', 'roles', 'prover', 'alerts'],
  ['roles', 'prover', 'alerts'],
  ['alerts'],
  []
]

/** What keeps a step from being left. */
export const stepProblems = (problems: readonly SettingsProblem[], at: number): readonly SettingsProblem[] =>
  problems.filter(({ path }) => !(later[at] ?? []).some((part) => path === part || path.startsWith(`${part}.`)))
