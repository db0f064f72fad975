export const texts = {
  loading: 'Looking at the vault…',
  passphrase: 'Passphrase of the vault',

  opening: 'Asking the system’s key chain…',
  chooseTitle: 'Choose a passphrase for the vault',
  chooseWhy:
    'This computer has no key chain that the app could use, so a passphrase of yours encrypts what is kept here: the validator’s key, the AWS key, the addresses of alerts. It is asked for at each start.',
  chooseOnce: 'Nobody can recover it. Keep it where you keep your mnemonic.',
  newPassphrase: 'New passphrase',
  newHint: '8 characters or more; a few words are better than one',
  repeat: 'The same once more',
  tooShort: '8 characters or more are needed.',
  notSame: 'These two differ.',
  choose: 'Choose this passphrase',

  unlockWhy: 'The vault is locked. The validator’s key and other secrets are in it.',
  unlock: 'Unlock',
  unlockHint: 'Capital letters and spaces count',
  waits: 'The next try in',
  tryAgain: 'Try again',
  forgotten:
    'Forgotten? Nobody can open it then: move vault.json out of the data folder, start again and import the key once more.',
  open: 'The vault is open.',
  openKeychain: 'The vault is open: the system’s key chain opens it for your user.',

  change: 'Change the passphrase',
  current: 'Passphrase up to now',
  changed: 'The passphrase is changed, and everything is encrypted anew.',

  kinds: { privateKey: 'Private key', mnemonic: 'Mnemonic', keystore: 'Keystore file' },
  kindOfKey: 'What you have',
  privateKey: 'Private key',
  privateKeyHint: '64 hex digits, with or without 0x',
  mnemonic: 'Mnemonic',
  mnemonicHint: '12 to 24 English words',
  path: 'Path',
  pathHint: 'Leave it unless your wallet uses another one',
  chooseFile: 'Choose the file',
  noFile: 'No file chosen',
  fileHint: 'A JSON file of version 3, as geth and others write it',
  fileTooLarge: 'This file is larger than 20 KB, so it is no keystore.',
  filePassphrase: 'Passphrase of the keystore',
  filePassphraseHint: 'The one that was chosen when the file was made',
  read: 'Read the key',
  thisAccount: 'This key belongs to the account',
  isIt: 'Compare it with your validator’s address. Nothing is kept yet.',
  known: 'This key is in the vault already.',
  replaces: 'It takes the place of the key of',
  replacesHint:
    'The old key is gone from this computer then, except for a copy of yours. The validator restarts with the new one.',
  keep: 'Keep it in the vault',
  replace: 'Replace the key',
  back: 'Back',
  kept: 'The key is in the vault.',
  another: 'Import another key',

  exportTitle: 'Save the key as a keystore file',
  exportWhy: 'An encrypted file (version 3) that wallets and other nodes read, for your safe or another computer.',
  exportPassphrase: 'Passphrase for the file',
  exportConfirm: 'I know that whoever has this file and its passphrase can act as my validator',
  export: 'Save the keystore',
  exported: 'The file was handed to the browser: look for it in your downloads.',
  noKey: 'There is no key in the vault yet.',

  forgetTitle: 'Take the key out of the vault',
  forgetWhy: 'The validator stops acting. Save a keystore first unless you have the key elsewhere.',
  forgetConfirm: 'I have this key elsewhere, or need it no more',
  forget: 'Forget the key',

  awsId: 'Access key id',
  awsIdHint: 'Like AKIA and 16 capitals and digits',
  awsSecret: 'Secret access key',
  awsSecretHint: 'Shown by AWS once, when the key is made',
  awsToken: 'Session token',
  awsTokenHint: 'Only for short-lived keys; they end after hours',
  awsKeep: 'Keep the AWS key in the vault',
  awsKept: 'An AWS key is in the vault. What you enter takes its place.',
  url: 'Address (URL)',
  urlHint: 'It starts with https:// and is a secret: it shows as its origin only',
  urlKeep: 'Keep the address in the vault',
  urlKept: 'An address is in the vault. What you enter takes its place.',

  panelTitle: 'Validator’s key',
  vaultTitle: 'Vault',
  account: 'Key of',
  unreadable: 'a key that cannot be read'
} as const

/** Errors of these screens, in words of their own where main's line is not enough. */
export const problemTexts: Readonly<Record<string, string>> = {
  ENV_CHANGED: 'This file holds something else than what was imported: it was left alone.',
  ENV_UNREADABLE: 'There is no such file, or it cannot be read: give its whole path.',
  ENV_NOT_A_FILE: 'This is not a plain file: name the .env file itself.',
  ENV_NOT_WIPED: 'The file could not be wiped: delete it yourself.',
  IPC_BAD_INPUT: 'This is too long, or empty.',
  IPC_TOO_LARGE: 'This is too long.'
}
