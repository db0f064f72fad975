import type { Bridge } from '../../shared/ipc/bridge.ts'

const patienceMs = 1_500

/** Where to begin: the first-start steps while nobody has been through them, else wherever the address says. An app that does not answer in time is shown as it is. */
export async function firstRoute(
  bridge: Bridge,
  hash: string,
  sleep: (ms: number) => Promise<void> = (ms) => new Promise((done) => setTimeout(done, ms))
): Promise<string> {
  if (hash !== '' && hash !== '#/') return hash
  const asked = bridge.invoke('settings.get', undefined).catch(() => null)
  const reply = await Promise.race([asked, sleep(patienceMs).then(() => null)])
  const first = reply?.ok && !reply.value.preferences.onboarded && reply.value.fixedBy === null
  return first ? '#/welcome' : hash
}
