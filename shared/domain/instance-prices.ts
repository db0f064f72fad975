type InstancePrices = { asOf: string; region: string; usdPerHour: Readonly<Record<string, number>> }

/** AWS's list prices on demand for Linux, of types that are large enough for a prover: a help where the settings name no price. US dollars per hour. Source: AWS price list. */
export const instancePrices: InstancePrices = {
  asOf: '2025-01',
  region: 'us-east-1',
  usdPerHour: {
    'm6i.32xlarge': 6.144,
    'r5.8xlarge': 2.016,
    'r5.16xlarge': 4.032,
    'r5.24xlarge': 6.048,
    'r6a.16xlarge': 3.6288,
    'r6a.32xlarge': 7.2576,
    'r6i.8xlarge': 2.016,
    'r6i.16xlarge': 4.032,
    'r6i.32xlarge': 8.064,
    'x1.16xlarge': 6.669,
    'x1.32xlarge': 13.338,
    'x2idn.16xlarge': 6.669,
    'x2idn.32xlarge': 13.338,
    'x2iedn.16xlarge': 13.338
  }
}
