import type { App } from 'electron'
import { AppError } from '../../../shared/errors.ts'

/** One window per data folder: a second start raises the first one's window. Throws AppError ALREADY_RUNNING in the second. */
export function claimSingleInstance(app: Pick<App, 'requestSingleInstanceLock' | 'on'>, raise: () => void): void {
  if (!app.requestSingleInstanceLock()) {
    const message = 'Kroma Validator already runs on this data folder: its window has been brought to the front.'
    throw new AppError({ code: 'ALREADY_RUNNING' }, { message })
  }
  app.on('second-instance', raise)
}
