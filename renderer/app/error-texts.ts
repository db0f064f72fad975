import type { WireError } from '../../shared/ipc/result.ts'

type ErrorText = { title: string; todo: string }

/** Errors that the screens' own commands can end in. Others show the line that came with them. */
const errorTexts: Record<string, ErrorText> = {
  IPC_TIMEOUT: { title: 'The app did not answer in time.', todo: 'It may be busy. It is asked again by itself.' },
  IPC_FAILED: { title: 'The request could not be sent.', todo: 'It is sent again as soon as the connection is back.' },
  IPC_DISCONNECTED: {
    title: 'The connection to the app is lost.',
    todo: 'It is opened again by itself. Check that the app is still running.'
  },
  IPC_UNTRUSTED: {
    title: 'This window is not allowed to control the validator.',
    todo: 'Open the address again that the app printed when it started.'
  },
  IPC_BAD_INPUT: {
    title: 'The app did not understand this window.',
    todo: 'Reload the window: it may be from another version.'
  },
  INTERNAL: {
    title: 'Something went wrong inside the app.',
    todo: 'The log says what. If it happens again, restart the app.'
  },
  IPC_NOT_READY: { title: 'The app is still starting.', todo: 'This takes a few seconds.' },
  IPC_BUSY: { title: 'Too many requests at once.', todo: 'Wait a moment; it is asked again by itself.' },
  HISTORY_DAMAGED: {
    title: 'The stored history cannot be read.',
    todo: 'The validator goes on. Move the damaged file away and restart: it is built again from the chain.'
  }
}

/** What went wrong and what to do, in words. */
export const errorText = (error: WireError): ErrorText =>
  errorTexts[error.code] ?? {
    title: error.message === error.code ? 'Something went wrong.' : error.message,
    todo: error.retryable ? 'Try again in a moment.' : `The log has more under “${error.code}”.`
  }
