// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ISp1Verifier, IZKVerifier } from "./interfaces.sol";

/// @dev A proof of the practice network is the practice prover's signature over exactly the public inputs, so a proof
///      about anything else fails on chain as a real one would.
abstract contract SignedVerifier {
    /// @dev Half the curve's order: of the two signatures over one digest only the lower counts.
    uint256 private constant HIGHEST_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @notice The account whose signatures are proofs.
    address public immutable PROVER;

    constructor(address prover) {
        PROVER = prover;
    }

    /// @param v 27 or 28.
    function _isProvers(bytes32 digest, uint256 r, uint256 s, uint256 v) internal view returns (bool) {
        if (PROVER == address(0) || s > HIGHEST_S || (v != 27 && v != 28)) return false;
        return ecrecover(digest, uint8(v), bytes32(r), bytes32(s)) == PROVER;
    }
}

/// @title zkVM proofs of the practice network.
/// @notice To deploy: (prover address). `proofBytes` is r, s, v (65 bytes, v = 27 or 28) over
///         keccak256(abi.encode(DOMAIN, programVKey, keccak256(publicValues))).
contract SignedSp1Verifier is SignedVerifier, ISp1Verifier {
    bytes32 public constant DOMAIN = keccak256("kroma practice zkVM proof");

    error InvalidProof();

    constructor(address prover) SignedVerifier(prover) {}

    function verifyProof(bytes32 programVKey, bytes calldata publicValues, bytes calldata proofBytes) external view {
        if (proofBytes.length != 65) revert InvalidProof();
        bytes32 digest = keccak256(abi.encode(DOMAIN, programVKey, keccak256(publicValues)));
        uint256 r = uint256(bytes32(proofBytes[0:32]));
        uint256 s = uint256(bytes32(proofBytes[32:64]));
        if (!_isProvers(digest, r, s, uint8(proofBytes[64]))) revert InvalidProof();
    }
}

/// @title zkEVM proofs of the practice network.
/// @notice To deploy: (prover address). `proof` has the 145 words of a real one: r, s, v over
///         keccak256(abi.encode(DOMAIN, publicInputHash, pair[0], ..., pair[3])), then, for i from 3 on, word i =
///         keccak256(abi.encode(r, s, i)), so that a word lost, swapped or read in the wrong byte order is found.
///         `pair` has 4 words.
contract SignedZkVerifier is SignedVerifier, IZKVerifier {
    bytes32 public constant DOMAIN = keccak256("kroma practice zkEVM proof");
    uint256 public constant PROOF_WORDS = 145;
    uint256 public constant PAIR_WORDS = 4;

    constructor(address prover) SignedVerifier(prover) {}

    function verify(
        uint256[] calldata proof,
        uint256[] calldata pair,
        bytes32 publicInputHash
    ) external view returns (bool) {
        if (proof.length != PROOF_WORDS || pair.length != PAIR_WORDS) return false;
        for (uint256 i = 3; i < PROOF_WORDS; ++i) {
            if (proof[i] != uint256(keccak256(abi.encode(proof[0], proof[1], i)))) return false;
        }
        bytes32 digest = keccak256(abi.encode(DOMAIN, publicInputHash, pair[0], pair[1], pair[2], pair[3]));
        return _isProvers(digest, proof[0], proof[1], proof[2]);
    }
}
