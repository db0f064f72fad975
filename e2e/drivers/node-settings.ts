type NodeSettings = { nodeFlags: string[]; nodeEnv: Record<string, string> }

/** What `npm start` gives Node. */
export async function nodeSettings(): Promise<NodeSettings> {
  const file = String(new URL('../../scripts/lib/node-flags.mjs', import.meta.url))
  const { nodeFlags, nodeEnv } = (await import(file)) as NodeSettings
  return { nodeFlags, nodeEnv }
}
