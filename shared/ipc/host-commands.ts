import { z } from 'zod'
import type { AwakeReason, HostAbilities } from '../domain/host.ts'
import type { UpdateState } from '../domain/update.ts'

const of = <T>() => z.custom<T>()
const nothing = z.undefined()

export type HostView = { abilities: HostAbilities; awake: AwakeReason | null }

export const hostCommands = {
  'host.view': { input: nothing, output: of<HostView>() },
  'updates.state': { input: nothing, output: of<UpdateState>() },
  /** Each step is refused with UPDATE_REFUSED while something speaks against it; the state says what. */
  'updates.check': { input: nothing, output: of<UpdateState>() },
  'updates.download': { input: nothing, output: of<UpdateState>() },
  'updates.install': { input: nothing, output: of<UpdateState>() }
} as const
