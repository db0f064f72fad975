import type { EnvConflict, EnvExposure, EnvPurpose } from '../../../../shared/domain/env-import.ts'

export const texts = {
  title: 'Import from the docker set-up',
  why: 'Choose the .env file of your old set-up. It is read as data: nothing in it is run, and nothing is kept before you say so.',
  choose: 'Choose the .env file',
  again: 'Choose another file',
  hiddenFile:
    'The name begins with a dot. Where the dialog hides it, show hidden files (Ctrl+H, on a Mac Cmd+Shift+.).',
  reading: 'Reading…',
  tooLarge: 'This file is larger than 32 KB, so it is no .env file. Nothing was read.',
  notText: 'This is not a text file in UTF-8. Save it as one, then choose it again.',
  empty: 'This file is empty.',
  account: 'Account of the key',
  noAccount: 'No key that could be used',
  network: 'Network',
  noNetwork: 'not said; mainnet is taken',
  roles: 'Roles',
  noRoles: 'none is on',
  found: 'What was found',
  line: 'Line',
  name: 'Name',
  value: 'Value',
  use: 'Taken for',
  unused: 'not used',
  conflicts: 'What does not go together',
  blocking: 'The key cannot be imported before this is settled.',
  exposed: 'What lay open in the file, and how to close it',
  missing: 'What the file does not say',
  missingHint: 'You are asked for it in the next steps.',
  noted: 'The file has unusual lines that were left out or read as they stand:',
  keep: 'What is kept',
  keepKey: 'Put the validator’s key into the vault',
  keepAws: 'Put the AWS key into the vault',
  replaces: 'The vault holds the key of another account:',
  replacesConfirm: 'The key of the file takes its place',
  import: 'Import',
  importSettings: 'Take over the settings',
  done: 'Imported.',
  doneKey: 'The key is in the vault.',
  doneAws: 'The AWS key is in the vault.',
  nowDelete: 'Now delete the file',
  deleteWhy:
    'The key in it is still readable. Say where the file is and the app overwrites and deletes it, or do it yourself.',
  place: 'Where the file is',
  placeHint: 'The whole path, like /home/me/kroma/.env. Only the very file that was imported is deleted.',
  wipe: 'Overwrite and delete it',
  wiped: 'The file was overwritten and deleted.',
  byHand: 'By hand',
  deleteLinux: 'Linux',
  deleteMac: 'macOS',
  deleteWindows: 'Windows',
  deleteCopies:
    'Copies in back-ups, snapshots and on flash disks stay. A key that lay open for long is best replaced: take a new validator account when you can.'
} as const

export const deleteCommands = {
  linux: 'shred -u .env',
  mac: 'rm .env',
  windows: 'del .env   (and empty the recycle bin)'
} as const

export const purposeTexts: Record<EnvPurpose, string> = {
  privateKey: 'validator’s key',
  mnemonic: 'validator’s key',
  hdPath: 'path of the key',
  submitter: 'submit outputs',
  challenger: 'challenge wrong outputs',
  publicRound: 'public rounds',
  guardian: 'guardian (not part of this app)',
  zkEvmProver: 'zkEVM prover',
  zkVmProver: 'zkVM prover',
  zkVmWitness: 'zkVM witness generator',
  validatorL1: 'Ethereum node',
  nodeL1: 'Ethereum node of the rollup node',
  beacon: 'beacon node (of the rollup node)',
  network: 'network',
  awsRegion: 'AWS region',
  awsAccessKeyId: 'AWS key',
  awsSecretAccessKey: 'AWS key',
  proverInstanceId: 'prover’s machine',
  proverAddressType: 'address of the machine',
  proverUrlSchema: 'address of the machine',
  proverRpcPort: 'port of the prover',
  proverBaseDir: 'not needed any more'
}

export const conflictTexts: Record<EnvConflict['code'], string> = {
  KEY_AND_MNEMONIC:
    'A private key and a mnemonic are both set. Leave one of them in the file: which account is meant is yours to say.',
  NAMES_DIFFER: 'The old and the new name of one thing have different values. Leave one of them in the file.',
  DUPLICATE_DIFFERS: 'The same name stands twice with different values. Leave one of them in the file.',
  NO_ROLE_ON: 'No role is switched on. You choose roles in the next steps.',
  CHALLENGER_WITHOUT_PROVER:
    'Challenges are switched on without a prover. Name one in the settings before a challenge has to be proved.',
  ZKVM_HALF_SET: 'One of the two zkVM services is missing. They work together only.',
  HD_PATH_WITHOUT_MNEMONIC: 'A path is set without a mnemonic. It is not used.',
  PRIVATE_KEY_INVALID: 'The private key is none: it must be 64 hex digits, with or without 0x.',
  MNEMONIC_INVALID: 'The mnemonic is none: a word is wrong, missing, or in another place.',
  HD_PATH_INVALID: 'The path is none. It must look like m/44’/60’/0’/0/0.',
  VALUE_INVALID: 'The value is not of its kind. It is left out.',
  SHELL_SYNTAX: 'A shell would put something else in here. The app runs nothing: write the value itself.',
  GUARDIAN_NOT_SUPPORTED: 'The guardian role is not part of this app. It is left out.'
}

type Exposure = { title: string; todo: string }

export const exposureTexts: Record<EnvExposure['code'], Exposure> = {
  PRIVATE_KEY_IN_PLAIN_TEXT: {
    title: 'The private key stood in plain text',
    todo: 'Import it, then delete the file. Whoever read it can act as your validator: if others had access to that machine, move to a new account.'
  },
  MNEMONIC_IN_PLAIN_TEXT: {
    title: 'The mnemonic stood in plain text',
    todo: 'Every account of these words is exposed, not only this one. Move what they hold to a new mnemonic, and delete the file.'
  },
  AWS_KEY_IN_PLAIN_TEXT: {
    title: 'The AWS key stood in plain text',
    todo: 'Import it, then make a new one at AWS (IAM, security credentials), enter that here, and delete the old one there.'
  },
  KEY_IN_URL: {
    title: 'A provider’s key stands in a URL',
    todo: 'Make a new one at the provider and enter the new URL in the settings.'
  },
  SECRET_IN_PLAIN_TEXT: {
    title: 'Something that looks like a secret',
    todo: 'The app does not use it. Change it where it belongs, and delete the file.'
  },
  FILE_READABLE_BY_OTHERS: {
    title: 'Other users of the computer can read the file',
    todo: 'Delete it after the import, or run: chmod 600 .env'
  }
}
