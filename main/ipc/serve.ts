import { AppError } from '../../shared/errors.ts'
import { type CommandName, commandNames } from '../../shared/ipc/channels.ts'
import { commands, type Output, type Parsed } from '../../shared/ipc/contract.ts'
import type { Reply } from '../../shared/ipc/result.ts'
import type { Logger } from '../engine/ports.ts'
import { inspectInput } from './input-guard.ts'
import type { Answer, IpcPort, ViewHandle } from './port.ts'
import { refuse, refuseWith } from './refuse.ts'

export type CommandContext = { signal: AbortSignal; view: ViewHandle }

export type Handlers = {
  [K in CommandName]: (input: Parsed<K>, context: CommandContext) => Promise<Output<K>> | Output<K>
}

export type ServeDeps = { handlers: Handlers; log: Logger; signal: AbortSignal }

/** Serves every command of the contract on `port` until the returned function is called. */
export const serve = (port: IpcPort, deps: ServeDeps): (() => void) => port.serve(createAnswer(deps))

/** Order: sender trusted -> name known -> plain and small -> strict parse -> handler -> reply. Nothing throws across; what was not thrown on purpose becomes INTERNAL and is told to the log only. */
export function createAnswer(deps: ServeDeps): Answer {
  return async (sender, name, raw) => {
    if (!sender.trusted) return refuse('IPC_UNTRUSTED', 'This page may not give commands.')
    if (!isCommand(name)) return refuse('IPC_UNKNOWN_COMMAND', 'There is no such command.')
    const verdict = inspectInput(raw)
    if (verdict === 'too-large') return refuse('IPC_TOO_LARGE', 'The input is too large.', { context: { name } })
    if (verdict === 'not-plain') return badInput(name, '')
    const parsed = commands[name].input.safeParse(raw)
    if (!parsed.success) return badInput(name, parsed.error.issues[0]?.path.map(String).join('.') ?? '')
    return call(deps, name, { input: parsed.data as Parsed<CommandName>, view: sender.view })
  }
}

const isCommand = (name: unknown): name is CommandName => (commandNames as readonly unknown[]).includes(name)

const badInput = (name: CommandName, path: string): Reply<never> =>
  refuse('IPC_BAD_INPUT', 'The input does not fit the command.', { context: { name, path } })

async function call(
  { handlers, log, signal }: ServeDeps,
  name: CommandName,
  { input, view }: { input: unknown; view: ViewHandle }
): Promise<Reply<unknown>> {
  try {
    const handler = handlers[name] as (input: unknown, context: CommandContext) => unknown
    return { ok: true, value: await handler(input, { signal, view }) }
  } catch (error) {
    if (error instanceof AppError) return refuseWith(error)
    log.error('ipc.failed', { command: name, ...factsOf(error) })
    return refuse('INTERNAL', 'Something went wrong inside the app; the log says what.', { context: { name } })
  }
}

const factsOf = (error: unknown): Record<string, string> =>
  error instanceof Error
    ? { error: `${error.name}: ${error.message}`, at: error.stack?.match(/^\s+at .*$/m)?.[0].trim() ?? '' }
    : { error: `thrown: ${typeof error}` }
