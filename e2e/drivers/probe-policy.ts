import type { Page } from '@playwright/test'

export type PolicyProbe = {
  /** Whether a request to another origin, an `eval` and an inline script went through. */
  fetched: string
  evaluated: unknown
  injected: boolean
  violations: string[]
}

/** Tries from inside the page what its policy forbids. The debugger itself may evaluate: what the policy says about that shows only in a call that the page makes by itself, hence the timer. */
export const probePolicy = (page: Page): Promise<PolicyProbe> =>
  page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    const style = document.createElement('style')
    style.textContent = 'body { opacity: 0.5 }'
    const image = new Image()
    image.src = 'https://example.com/x.png'
    const frame = document.createElement('iframe')
    frame.src = 'https://example.com/'
    document.head.append(script, style)
    document.body.append(frame)
    const fetched = await fetch('https://example.com/').then(
      () => 'sent',
      () => 'blocked'
    )
    const tryToEvaluate = (): string => {
      try {
        return new Function('return "ran"')() as string
      } catch {
        return 'blocked'
      }
    }
    const evaluated = await new Promise((done) => setTimeout(() => done(tryToEvaluate())))
    for (let i = 0; i < 40 && violations.length < 6; i++) await new Promise((done) => setTimeout(done, 50))
    frame.remove()
    return { fetched, evaluated, injected: 'injected' in window, violations: violations.toSorted() }
  })

/** What a page of ours answers to the probe. */
export const policyHolds: PolicyProbe = {
  fetched: 'blocked',
  evaluated: 'blocked',
  injected: false,
  violations: ['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem', 'style-src-elem']
}
