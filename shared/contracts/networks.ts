import type { Address } from '../domain/hex.ts'

/** Proxies of one Kroma deployment on L1. */
export type ContractAddresses = {
  L2OutputOracle: Address
  Colosseum: Address
  ValidatorPool: Address
  ValidatorManager: Address
  AssetManager: Address
  SecurityCouncil: Address
  ZKProofVerifier: Address
  GovernanceToken: Address
}

export type NetworkPreset = { label: string; l1ChainId: number; l2ChainId: number; addresses: ContractAddresses }

/** The public deployments. Sepolia's Colosseum differs between public sources: `L2OutputOracle.COLOSSEUM()` decides, a start gate compares. */
export const networkPresets = {
  mainnet: {
    label: 'Kroma Mainnet',
    l1ChainId: 1,
    l2ChainId: 255,
    addresses: {
      L2OutputOracle: '0x180c77aE51a9c505a43A2C7D81f8CE70cacb93A6',
      Colosseum: '0x713C2BEd44eB45D490afB8D4d1aA6F12290B829a',
      ValidatorPool: '0xFdFF462845953D90719A78Fd12a2d103541d2103',
      ValidatorManager: '0x232277d9672eEdd53c4B26C0F386C2Eb88DC7363',
      AssetManager: '0xa295310DE52b86F236A815AFb2f518F3C0F5A6D3',
      SecurityCouncil: '0x3de211088dF516da72efe68D386b561BEE256Ec4',
      ZKProofVerifier: '0x005DDC466C804c79adB079c120347dDE48132105',
      GovernanceToken: '0x25500000d700bbE27104577CCcce8eAbCC96c8ad'
    }
  },
  sepolia: {
    label: 'Kroma Sepolia',
    l1ChainId: 11155111,
    l2ChainId: 2358,
    addresses: {
      L2OutputOracle: '0x7291913342063fd10d31651735BAF3877D2F9645',
      Colosseum: '0xA9bFbC621A65EfD1e19A28fD87f091bF72a67074',
      ValidatorPool: '0xbc171C51D9e3E0b24AA4606824e45F93DdE6E352',
      ValidatorManager: '0x18189f55FD29759CE51F13DCF0A9cCC1E41dFCC7',
      AssetManager: '0x5E9c8dB8f0aE21eA23eF53893dE2474E07D1CD91',
      SecurityCouncil: '0x7F0DECbef4FdD0193b7d5c8Cc918C1A69d3eF78C',
      ZKProofVerifier: '0xb45bac7c703D46ae72fF4Ca1b61Ef6a490951AcF',
      GovernanceToken: '0x25500000d700bbE27104577CCcce8eAbCC96c8ad'
    }
  }
} as const satisfies Record<string, NetworkPreset>
