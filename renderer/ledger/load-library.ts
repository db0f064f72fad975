/** The Ledger library, loaded with the first use of a Ledger. It wants Node's Buffer to be there before it is. */
export async function loadLibrary() {
  const { Buffer } = await import('buffer')
  const page = globalThis as { Buffer?: unknown }
  page.Buffer ??= Buffer
  const [eth, transport] = await Promise.all([import('@ledgerhq/hw-app-eth'), import('@ledgerhq/hw-transport')])
  return { Eth: eth.default, Transport: transport.default }
}

export type Library = Awaited<ReturnType<typeof loadLibrary>>
