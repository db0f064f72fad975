import { AbortedError } from '../../shared/errors.ts'
import type { TxQueue } from '../engine/tx/types.ts'

type Options = {
  /** The first turn that is not played any more. */
  fromTurn: number
  /** The turn that a proof counts as: one more than the last bisection. */
  provingTurn: number
}

/** A queue whose owner stops playing disputes: from that turn on its moves, and its closing of games, are taken and never sent. Submissions go on. */
export function createSilentQueue(queue: TxQueue, options: Options): TxQueue {
  const submit: TxQueue['submit'] = (request, signal) => {
    const turn = turnOf(request.purpose, options.provingTurn)
    return turn !== null && turn >= options.fromTurn ? never(signal) : queue.submit(request, signal)
  }
  return new Proxy(queue, {
    get(target, name) {
      if (name === 'submit') return submit
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    }
  })
}

/** The turn that a dispute's transaction is; null for other transactions. Closing and cancelling come after all of them. */
export function turnOf(purpose: string, provingTurn: number): number | null {
  const [what, , , turn] = purpose.split(':')
  switch (what) {
    case 'create-challenge':
      return 1
    case 'bisect':
      return Number(turn)
    case 'prove':
      return provingTurn
    case 'challenger-timeout':
    case 'cancel-challenge':
      return provingTurn + 1
    default:
      return null
  }
}

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const leave = (): void => reject(new AbortedError(signal.reason))
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
  })
