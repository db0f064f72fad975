import { join } from 'node:path'
import { asCommand, ensureInstalled, findNode, root, run } from './lib/project.mjs'

/** Runs one of the project's TypeScript commands on a Node that can, installing first if need be. */
await asCommand(async () => {
  ensureInstalled()
  const [script = '', ...args] = process.argv.slice(2)
  const { code } = await run(findNode(), ['--disable-warning=ExperimentalWarning', join(root, script), ...args])
  process.exitCode = code
})
