import { z } from 'zod'
import { alertsSchema } from './alerts.ts'
import { metricsSchema } from './metrics.ts'
import { rpcLimitsSchema } from './rpc-limits.ts'

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'an address has 0x and 40 hex digits')
  .transform((v) => v as `0x${string}`)
const httpOrWs = z.url({ protocol: /^(https?|wss?)$/, error: 'a URL starting with http://, https://, ws:// or wss://' })
const http = z.url({ protocol: /^https?$/, error: 'a URL starting with http:// or https://' })
const gwei = z.number().positive().max(1_000_000)

export const contractAddressesSchema = z.strictObject({
  L2OutputOracle: address,
  Colosseum: address,
  ValidatorPool: address,
  ValidatorManager: address,
  AssetManager: address,
  SecurityCouncil: address,
  ZKProofVerifier: address,
  GovernanceToken: address
})

const rpcSchema = z.strictObject({
  l1: z.array(httpOrWs).min(1),
  l2: z.array(http).min(1),
  rollup: z.array(http).min(1),
  /** Rollup nodes of somebody else, whose output roots must agree before anything irreversible is sent. */
  rollupSecond: z.array(http).min(1).optional()
})

const rolesSchema = z.strictObject({
  submitter: z.boolean().default(true),
  challenger: z.boolean().default(false),
  publicRound: z.boolean().default(false)
})

/** A path within Ethereum's on a Ledger. Anything but `'` would not be hardened there. */
const ledgerPath = z
  .string()
  .regex(/^44'\/60'(\/\d{1,9}'?){1,3}$/, "a path of an Ethereum account on a Ledger, like 44'/60'/0'/0/0")

/** Where the validator's key comes from. Never the key itself: neither this file nor the command line may hold it. */
const keySchema = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('keystore'),
    path: z.string().min(1),
    passphraseFile: z.string().min(1).optional()
  }),
  z.strictObject({
    source: z.literal('environment'),
    variable: z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'an environment variable name in capitals')
  }),
  /** The app's own encrypted store: see `secrets`. */
  z.strictObject({ source: z.literal('vault') }),
  /** The account's key stays on a Ledger: everything is prepared for it, and its owner is asked. */
  z.strictObject({ source: z.literal('ledger'), account: address, path: ledgerPath.optional() }),
  z.strictObject({ source: z.literal('none'), account: address })
])

/** What opens the vault at a start without anybody there. */
const secretsSchema = z.strictObject({ passphraseFile: z.string().min(1).optional() })

const feesSchema = z.strictObject({
  maxFeePerGasGwei: gwei.default(200),
  minPriorityFeeGwei: z.number().min(0).max(10_000).default(1),
  bumpPercent: z.int().min(10).max(100).default(15),
  resendAfterSeconds: z.int().min(2).max(3600).default(30),
  confirmations: z.int().min(1).max(64).default(1)
})

const timeoutsSchema = z.strictObject({
  requestSeconds: z.number().min(0.5).max(60).default(5)
})

const usd = z.number().positive().max(100_000)
const variableName = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'an environment variable name in capitals')

/** Where the AWS key comes from; never the key itself. */
const awsCredentialsSchema = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('default') }),
  z.strictObject({ source: z.literal('profile'), profile: z.string().min(1) }),
  z.strictObject({
    source: z.literal('environment'),
    accessKeyIdVariable: variableName,
    secretAccessKeyVariable: variableName,
    sessionTokenVariable: variableName.optional()
  }),
  z.strictObject({ source: z.literal('vault') })
])

/** A role that is assumed with the credentials. */
const awsRoleSchema = z.strictObject({
  arn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
      'a role’s ARN like arn:aws:iam::111122223333:role/kroma-prover'
    ),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external id of 2 or more letters, digits or +=,.@:/-')
    .optional(),
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, 'a session name of 2 to 64 letters, digits or +=,.@-')
    .optional()
})

/** The EC2 instance that the zkEVM prover runs on, and what it may cost. */
const ec2Schema = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region like eu-central-1'),
  instanceId: z.string().regex(/^i-[0-9a-f]{8,17}$/, 'an instance id like i-0123456789abcdef0'),
  addressType: z.enum(['private', 'public']).default('private'),
  urlScheme: z.enum(['http', 'https']).default('http'),
  port: z.int().min(1).max(65_535).default(3030),
  credentials: awsCredentialsSchema.prefault({ source: 'default' }),
  role: awsRoleSchema.optional(),
  pricePerHourUsd: usd.optional(),
  caps: z
    .strictObject({
      perProofUsd: usd.default(20),
      perDayUsd: usd.default(40),
      perMonthUsd: usd.default(200)
    })
    .prefault({}),
  /** Instead of AWS's own. */
  endpoint: http.optional()
})

/** The prover's proxy as a server for other validators. */
const proxySchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(6000),
  hostNames: z.array(z.string().min(1)).default([]),
  token: z.boolean().default(true)
})

/** Where proofs come from. The two zkVM services only work together. */
const proverSchema = z
  .strictObject({
    zkEvmUrl: http.optional(),
    zkVmWitnessUrl: http.optional(),
    zkVmProverUrl: http.optional(),
    timeoutHours: z.number().min(0.01).max(72).default(4),
    ec2: ec2Schema.optional(),
    proxy: proxySchema.optional(),
    keepProofsDays: z.number().min(0).max(365).default(7)
  })
  .refine((prover) => prover.zkEvmUrl === undefined || prover.ec2 === undefined, {
    error: 'zkEvmUrl and ec2 exclude each other: the prover has one place'
  })
  .refine((prover) => !prover.proxy || prover.zkEvmUrl !== undefined || prover.ec2 !== undefined, {
    error: 'proxy serves a zkEVM prover: name one by zkEvmUrl or ec2'
  })
  .refine((prover) => (prover.zkVmWitnessUrl === undefined) === (prover.zkVmProverUrl === undefined), {
    error: 'zkVmWitnessUrl and zkVmProverUrl are wanted together: one makes what the other proves'
  })

/** What the app may send by itself, with a key that is at hand. */
const timersSchema = z.strictObject({
  unjail: z.boolean().default(false),
  finalizeCommission: z.boolean().default(false)
})

/** What the operator takes a coin for, in US dollars. The app asks nobody. */
const pricesSchema = z.strictObject({
  kroUsd: z.number().positive().max(1_000_000).optional(),
  ethUsd: z.number().positive().max(100_000_000).optional()
})

const shared = {
  secrets: secretsSchema.prefault({}),
  timers: timersSchema.prefault({}),
  prover: proverSchema.optional(),
  roles: rolesSchema.prefault({}),
  fees: feesSchema.prefault({}),
  timeouts: timeoutsSchema.prefault({}),
  alerts: alertsSchema.prefault({}),
  rpcLimits: rpcLimitsSchema.prefault({}),
  metrics: metricsSchema.prefault({}),
  prices: pricesSchema.prefault({}),
  /** Which L2 head an output may be taken from. */
  l2Head: z.enum(['safe', 'finalized']).default('safe')
}

/** What `--config FILE` holds, and what the settings store keeps per network. */
export const configSchema = z.discriminatedUnion('network', [
  z.strictObject({
    network: z.literal('practice'),
    preset: z.enum(['practice', 'mainnet-shape']).default('practice'),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(1),
    /** One of the other validators submits a wrong root as output 3 and defends it: with the challenger role on, this app plays the whole dispute. */
    villain: z.boolean().default(false),
    /** The emulator of a real Ethereum app, in the place of the network's own Ledger. */
    ledger: z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }).optional(),
    /** Whether the app has the validator's key, or leaves each signature to the practice Ledger and submits nothing by itself. */
    validatorKey: z.enum(['app', 'ledger']).default('app'),
    ...shared
  }),
  z.strictObject({
    network: z.literal('sepolia'),
    rpc: rpcSchema,
    key: keySchema,
    addresses: contractAddressesSchema.partial().optional(),
    ...shared
  }),
  z.strictObject({
    network: z.literal('mainnet'),
    rpc: rpcSchema,
    key: keySchema,
    addresses: contractAddressesSchema.partial().optional(),
    ...shared
  }),
  z.strictObject({
    network: z.literal('custom'),
    label: z.string().min(1).max(60).default('Custom network'),
    l1ChainId: z.int().positive(),
    l2ChainId: z.int().positive(),
    addresses: contractAddressesSchema,
    rpc: rpcSchema,
    key: keySchema,
    ...shared
  })
])

export type Config = z.output<typeof configSchema>
export type ConfigInput = z.input<typeof configSchema>
export type KeySource = z.output<typeof keySchema>
export type Roles = z.output<typeof rolesSchema>
export type Fees = z.output<typeof feesSchema>
export type ProverSettings = z.output<typeof proverSchema>
