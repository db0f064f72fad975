import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { findElectron } from './lib/electron.mjs'
import { nodeEnv, nodeFlags } from './lib/node-flags.mjs'
import { asCommand, ensureInstalled, findNode, root, toolEnv } from './lib/project.mjs'

const args = process.argv.slice(2)
const entry = join(root, 'out', 'main', 'index.js')

await asCommand(async () => {
  ensureInstalled()
  const node = findNode()
  await ensureBuilt(node)
  const screenless = args.some((a) => a === '--headless' || a === '--doctor' || a === '--help' || a === '--version')
  if (screenless) return handToNode(node)
  const electron = await findElectron(node)
  if (electron.path) return hand(electron.path, [entry, ...args])
  console.error(`Electron is not used: ${electron.reason}. The same app opens in your browser.`)
  return handToNode(node)
})

function handToNode(node) {
  return hand(node, [...nodeFlags, entry, ...args], { ...nodeEnv, ...toolEnv() })
}

/** Hands the terminal over to the app: its signals, its output, its exit code. */
function hand(command, argv, env = toolEnv()) {
  const child = spawn(command, argv, { cwd: process.env.INIT_CWD ?? process.cwd(), env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`The app could not be started: ${error.message}`)
      process.exitCode = 1
      done()
    })
    child.on('close', (code) => {
      process.exitCode = code ?? 1
      done()
    })
  })
}
