export const texts = {
  title: 'Settings',
  sections: 'Sections of the settings',
  hasProblem: 'has a problem',
  readOnly: 'Read only.',
  lastGood: 'The settings file is damaged.',
  save: 'Save and apply',
  discard: 'Discard',
  noChanges: 'Nothing changed.',
  saved: 'Saved and applied.',
  checking: 'Looking at it…',
  applies: 'Applied without a restart of the validator.',
  restarts: (what: readonly string[]): string => `Begins anew: ${what.join('; ')}.`,
  problems: (count: number): string =>
    count === 1 ? 'One thing has to be corrected first.' : `${count} things have to be corrected first.`,
  moveDueTitle: 'It is your move in a dispute',
  moveDue: (index: string): string =>
    `In the dispute of output ${index} it is your move. Applying now restarts the validator, which takes a few seconds of the time for it. Signed transactions are kept.`,
  applyAnyway: 'Apply now',
  wait: 'Wait',
  network: 'Network',
  networkHint: 'What was set for another network is kept for the day it is chosen again.',
  preferencesNow: 'Applied at once.',
  notHere: 'Applied at once, where the app has a window of its own; this page is in a browser.'
} as const
