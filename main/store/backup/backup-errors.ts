import { AppError } from '../../../shared/errors.ts'

export const notABackup = (): AppError =>
  new AppError({ code: 'BACKUP_NOT_OURS' }, { message: 'This file is no back-up of this app. Nothing was changed.' })

export const damagedBackup = (why: string): AppError =>
  new AppError(
    { code: 'BACKUP_DAMAGED', why },
    { message: `This back-up is damaged (${why}). Nothing was changed. Use another copy of it.` }
  )

export const backupFromFuture = (version: number): AppError =>
  new AppError(
    { code: 'BACKUP_FROM_FUTURE', version },
    {
      message:
        'This back-up was made by a newer version of this app. Nothing was changed. Update the app, then restore.'
    }
  )

export const wrongBackupPassphrase = (): AppError =>
  new AppError(
    { code: 'BACKUP_WRONG_PASSPHRASE' },
    { message: 'This passphrase does not open the back-up. Nothing was changed. Capital letters and spaces count.' }
  )
