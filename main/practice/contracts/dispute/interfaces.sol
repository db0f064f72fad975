// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { DisputeTypes } from "./DisputeTypes.sol";
import { IL2OutputOracle } from "../interfaces/IL2OutputOracle.sol";

/// @notice The oracle as Colosseum sees it: it also names the manager that holds the bonds.
interface IDisputedOracle is IL2OutputOracle {
    function VALIDATOR_MANAGER() external view returns (address);
}

interface IZKProofVerifier {
    /// @notice Reverts unless the proof leads from the source to another root than the stored destination.
    /// @param _storedDstOutput Zero where there is no stored destination to differ from.
    /// @return publicInputHash_ What makes a public input usable once only.
    function verifyZkEvmProof(
        DisputeTypes.ZkEvmProof calldata _zkEvmProof,
        bytes32 _storedSrcOutput,
        bytes32 _storedDstOutput
    ) external view returns (bytes32 publicInputHash_);

    function verifyZkVmProof(
        DisputeTypes.ZkVmProof calldata _zkVmProof,
        bytes32 _storedSrcOutput,
        bytes32 _storedDstOutput,
        bytes32 _storedL1Head
    ) external view returns (bytes32 publicInputHash_);
}

/// @notice Behind `ZKProofVerifier.zkVerifier()`: the cryptographic part of a zkEVM proof.
interface IZKVerifier {
    function verify(
        uint256[] calldata proof,
        uint256[] calldata pair,
        bytes32 publicInputHash
    ) external view returns (bool);
}

/// @notice Behind `ZKProofVerifier.zkMerkleTrie()`: is an account with nonce 0 and these fields in a state?
interface IAccountTrie {
    struct Account {
        address owner;
        uint256 balance;
        bytes32 codeHash;
        bytes32 storageRoot;
    }

    function isIncluded(
        Account calldata account,
        bytes[] calldata merkleProof,
        bytes32 stateRoot
    ) external view returns (bool);
}

/// @notice Behind `ZKProofVerifier.sp1Verifier()`: reverts when the proof does not hold.
interface ISp1Verifier {
    function verifyProof(bytes32 programVKey, bytes calldata publicValues, bytes calldata proofBytes) external view;
}

/// @notice Behind `SecurityCouncil.GOVERNOR()`.
interface ICouncilGovernor {
    function token() external view returns (address);

    function quorumNumerator(uint256 timepoint) external view returns (uint256);

    function quorumDenominator() external view returns (uint256);
}

/// @notice The members' votes.
interface ICouncilToken {
    function getVotes(address account) external view returns (uint256);

    function getPastTotalSupply(uint256 timepoint) external view returns (uint256);

    function clock() external view returns (uint48);
}
