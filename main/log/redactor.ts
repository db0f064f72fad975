const hidden = '[secret]'
const url = /\b(https?|wss?):\/\/[^\s"'<>\\]+/g

/** Takes secrets out of text before it reaches any sink: values that were learned, and everything of a URL but its origin. */
export type Redactor = {
  /** Remembers a secret's exact text (8 characters or more; shorter ones would blot out ordinary words). */
  learn(secret: string): void
  redact(text: string): string
}

export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  return {
    learn: (secret) => {
      for (const form of [secret, secret.replace(/^0x/, ''), encodeURIComponent(secret)]) {
        if (form.length >= 8) secrets.add(form)
      }
    },
    redact: (text) => blotOut(text.replace(url, origin), secrets)
  }
}

/** `scheme://host:port` of a URL, the rest dropped; `[url]` when it cannot be read. */
export function origin(text: string): string {
  try {
    const { protocol, host } = new URL(text)
    return `${protocol}//${host}`
  } catch {
    return '[url]'
  }
}

/** Longest first, so that a secret that contains another one leaves no rest. */
function blotOut(text: string, secrets: Set<string>): string {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((out, secret) => out.replaceAll(new RegExp(quote(secret), 'gi'), hidden), text)
}

const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
