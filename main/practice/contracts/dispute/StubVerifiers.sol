// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IAccountTrie, ISp1Verifier, IZKVerifier } from "./interfaces.sol";

// Test doubles for the conformance vectors only, where a proof is a mere mark, good or bad whatever it is about.
// Never deployed on the practice network.

/// @notice Good: a proof whose first word is 1 (`[1]`). Bad: everything else (`[0]`).
contract StubZkVerifier is IZKVerifier {
    function verify(uint256[] calldata proof, uint256[] calldata, bytes32) external pure returns (bool) {
        return proof.length > 0 && proof[0] == 1;
    }
}

/// @notice Good: a proof with a node that is not empty (`[0x01]`). Bad: no node at all (`[]`).
contract StubAccountTrie is IAccountTrie {
    function isIncluded(Account calldata, bytes[] calldata merkleProof, bytes32) external pure returns (bool) {
        return merkleProof.length > 0 && merkleProof[0].length > 0;
    }
}

/// @notice Good: `0x01`. Bad: everything else (`0x00`).
contract StubSp1Verifier is ISp1Verifier {
    error InvalidProof();

    function verifyProof(bytes32, bytes calldata, bytes calldata proofBytes) external pure {
        if (proofBytes.length != 1 || proofBytes[0] != 0x01) revert InvalidProof();
    }
}
