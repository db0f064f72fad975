import { z } from 'zod'
import type { StampedEvent } from '../domain/engine-event.ts'
import type { OutputRow } from '../domain/output.ts'
import type { EngineSnapshot } from '../domain/snapshot.ts'
import type { CommandName, TopicName } from './channels.ts'

/** Main builds these values itself; only what comes in from the renderer is parsed. */
const of = <T>() => z.custom<T>()
const nothing = z.undefined()

export type AppInfo = {
  version: string
  shell: 'desktop' | 'browser'
  dataFolder: string
  network: string
  practice: boolean
  platform: string
}

/** One point of the rewards and gas charts; one per own output, oldest first. */
export type OutputPoint = {
  index: bigint
  submittedAtSec: number
  rewardWei: bigint | null
  gasUsed: bigint | null
  feeWei: bigint | null
}

type Command = { input: z.ZodType; output: z.ZodType }

export const commands = {
  'app.info': { input: nothing, output: of<AppInfo>() },
  'engine.snapshot': { input: nothing, output: of<EngineSnapshot>() },
  'engine.start': { input: nothing, output: of<EngineSnapshot>() },
  'engine.stop': { input: nothing, output: of<EngineSnapshot>() },
  'events.recent': { input: z.strictObject({ limit: z.int().min(1).max(500) }), output: of<StampedEvent[]>() },
  'outputs.page': {
    input: z.strictObject({
      before: z.bigint().nonnegative().nullable(),
      limit: z.int().min(1).max(500),
      mine: z.boolean()
    }),
    output: of<{ rows: OutputRow[]; nextBefore: bigint | null; total: number }>()
  },
  'outputs.series': { input: z.strictObject({ limit: z.int().min(1).max(10_000) }), output: of<OutputPoint[]>() },
  'view.visible': { input: z.strictObject({ visible: z.boolean() }), output: of<null>() }
} as const satisfies Record<CommandName, Command>

export type Topics = { 'engine.snapshot': EngineSnapshot; 'engine.event': StampedEvent } & Record<
  TopicName,
  { seq: number }
>

export type Input<K extends CommandName> = z.input<(typeof commands)[K]['input']>
export type Output<K extends CommandName> = z.output<(typeof commands)[K]['output']>
export type Payload<K extends TopicName> = Topics[K]
