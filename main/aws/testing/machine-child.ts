import { fastMachine, type MachineSetup } from './fast-machine.ts'

/** A process that a test kills: node machine-child.ts SETUP STATE PROOF. Uses the machine, lets go of it once it was ready, and ends itself by SIGKILL as soon as the machine's state is STATE. */
const [setup = '{}', state = '', proof = 'false'] = process.argv.slice(2)
const die = (): void => void process.kill(process.pid, 'SIGKILL')
const { signal } = new AbortController()

const { machine } = fastMachine(JSON.parse(setup) as MachineSetup, (changed) => {
  const status = changed.status()
  // The lease must have reached the disk, as it has whenever the machine can run.
  if (status.state === state && status.leased && (state !== 'unknown' || status.wanted)) setTimeout(die, 30)
})
await machine
  .use({ proof: proof === 'true' ? 'a-proof' : null, signal }, () => new Promise((resolve) => setTimeout(resolve, 100)))
  .catch(() => {})
