import type { PauseView } from '../../../shared/domain/guard.ts'

type PauseTexts = { title: string; steps: readonly string[]; question: string; yes: string }

const somebodyElse: PauseTexts = {
  title: 'Signing is paused: somebody else uses this key',
  steps: [
    'Was it you, from a wallet or another program? End that program first: one key belongs to one validator.',
    'Does another copy of this app run, on another machine or from a back-up? Stop it, or stop this one.',
    'Was it neither? Then somebody has your key: move what can be moved, and stay paused.'
  ],
  question:
    'From now on the app counts that transaction as known and signs again. Do so only when you know who sent it and no other program uses this key: two validators with one key can cost you the bond.',
  yes: 'I know who sent it: resume'
}

const noJournal: PauseTexts = {
  title: 'Signing is paused: the transaction journal cannot be kept',
  steps: [
    'See that the disk has room, and that the data folder can be written.',
    'Resume: what could not be written is tried again, and nothing is signed before it is.'
  ],
  question: 'The app tries to write its journal again. Nothing is signed before that works.',
  yes: 'Resume'
}

const foreign = new Set(['FOREIGN_TRANSACTION', 'NONCE_CONFLICT'])

/** What a pause is about, and what to do, in order. */
export const pauseTexts = ({ code }: Pick<PauseView, 'code'>): PauseTexts =>
  foreign.has(code) ? somebodyElse : noJournal

/** The first sentence of the message; the transaction stands below it. */
export const happened = ({ message, hash }: Pick<PauseView, 'message' | 'hash'>): string => {
  const first = /^.*?\.(?=\s|$)/.exec(message)?.[0] ?? message
  return hash === null ? first : first.replace(` (${hash})`, '')
}
