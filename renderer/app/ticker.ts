/** One timer for every clock on the screen, firing on whole seconds of local time; it sleeps while nobody looks. */
export const createTicker = () => {
  const listeners = new Set<() => void>()
  let nowMs = Date.now()
  let timer: ReturnType<typeof setTimeout> | null = null

  const arm = () => {
    timer = setTimeout(tick, 1000 - (Date.now() % 1000))
  }
  const tick = () => {
    nowMs = Date.now()
    arm()
    for (const listener of listeners) listener()
  }

  return {
    getNowMs: () => nowMs,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener)
      if (timer === null) {
        nowMs = Date.now()
        arm()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0 || timer === null) return
        clearTimeout(timer)
        timer = null
      }
    }
  }
}

export const ticker = createTicker()
