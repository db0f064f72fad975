import { z } from 'zod'
import { Secret } from '../secret.ts'

/** A text that is a secret from the moment it is read: what is told of an input that does not fit names its place and never its value. */
export const secretText = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .transform((text) => new Secret(text))

export const passphraseText = secretText(1_000)
