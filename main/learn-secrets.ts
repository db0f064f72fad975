import type { Redactor } from './log/redactor.ts'
import type { Vault } from './store/vault/vault.ts'

/** Teaches the log what the vault holds as soon as it is open: no line may show it, wherever it came from. */
export function learnSecrets(vault: Vault, redactor: Redactor): void {
  const learn = async (): Promise<void> => {
    if (vault.state() !== 'open') return
    for (const name of vault.names()) {
      const secret = await vault.read(name)
      for (const text of partsOf(secret?.reveal() ?? '')) redactor.learn(text)
    }
  }
  const learnIfPossible = (): void => void learn().catch(() => {})
  vault.onState(learnIfPossible)
  learnIfPossible()
}

/** Of JSON every text in it: its parts are used one by one. */
function partsOf(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return [text, ...Object.values(value).map(String)]
  } catch {
    // A plain text.
  }
  return [text]
}
