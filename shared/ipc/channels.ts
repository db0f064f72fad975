/** Names only: the one file that preload may import at run time. */
export const commandNames = [
  'actions.cancel',
  'actions.list',
  'actions.prepare',
  'actions.replace',
  'actions.sign',
  'actions.submitSignature',
  'actions.view',
  'alerts.list',
  'alerts.mute',
  'alerts.test',
  'app.info',
  'challenges.export',
  'challenges.get',
  'challenges.list',
  'engine.snapshot',
  'engine.start',
  'engine.stop',
  'events.recent',
  'outputs.page',
  'outputs.series',
  'practiceLedger.control',
  'practiceLedger.exchange',
  'practiceLedger.state',
  'prover.rehearse',
  'prover.state',
  'prover.stopMachine',
  'settings.apply',
  'settings.check',
  'settings.checkRpc',
  'settings.export',
  'settings.get',
  'settings.import',
  'settings.setPreferences',
  'view.visible'
] as const
export const topicNames = [
  'engine.snapshot',
  'engine.event',
  'action.progress',
  'alert.changed',
  'practiceLedger.state'
] as const
export type CommandName = (typeof commandNames)[number]
export type TopicName = (typeof topicNames)[number]
