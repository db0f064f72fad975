import { type Arguments, ownArguments, parseArguments, usage } from './arguments.ts'
import { complain } from './complain.ts'
import { describeFailure } from './engine-host.ts'
import { electronKind, installation } from './installation.ts'
import { doctorMode } from './modes/doctor-mode.ts'
import { headlessMode } from './modes/headless-mode.ts'
import { screenMode } from './modes/screen-mode.ts'

const modes: Record<Arguments['mode'], (args: Arguments) => Promise<void> | void> = {
  app: screenMode,
  headless: headlessMode,
  doctor: doctorMode,
  help: () => void process.stdout.write(`${usage}\n`),
  version: () => void process.stdout.write(`${installation.version}\n`)
}

try {
  const argv = ownArguments({ argv: process.argv, electron: electronKind() })
  const args = parseArguments({ argv, cwd: process.cwd(), env: process.env })
  await modes[args.mode](args)
} catch (error) {
  const { code, message } = describeFailure(error)
  complain(`${message}\n`)
  if (code === 'INTERNAL') complain(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(2)
}
