import { z } from 'zod'

/** An AWS access key as the vault keeps it, in JSON. */
export const awsKeySchema = z.strictObject({
  accessKeyId: z.string().regex(/^[A-Za-z0-9_]{16,128}$/, 'an access key id like AKIA and 16 capitals and digits'),
  secretAccessKey: z.string().regex(/^[A-Za-z0-9/+=_-]{16,128}$/, 'the secret access key that belongs to it'),
  sessionToken: z.string().min(1).max(4_096).optional()
})
