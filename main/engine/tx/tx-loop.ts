type Deps = {
  /** The loop ends when there is none, and is started anew by `run`. */
  hasWork: () => boolean
  /** One step; true when there may be more to do at once. */
  step: () => Promise<boolean>
  /** Until the signal fires or it is time to look again. */
  rest: (signal: AbortSignal) => Promise<void>
  onError: (error: unknown) => void
}

/** One step after the other, never two at once, for as long as there is work. */
export class TxLoop {
  readonly #deps: Deps
  #wakeUp = new AbortController()
  #running: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Ends a rest. */
  wake = (): void => this.#wakeUp.abort()

  run(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null
      if (this.#deps.hasWork()) this.run()
    })
  }

  /** Resolves when no step runs any more. */
  async ended(): Promise<void> {
    await this.#running
  }

  async #work(): Promise<void> {
    const { hasWork, step, rest, onError } = this.#deps
    while (hasWork()) {
      this.#wakeUp = new AbortController()
      const { signal } = this.#wakeUp
      let moved = false
      try {
        moved = await step()
      } catch (error) {
        onError(error)
      }
      if (!moved) await rest(signal)
    }
  }
}
