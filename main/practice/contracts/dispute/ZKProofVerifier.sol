// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { DisputeTypes } from "./DisputeTypes.sol";
import { IAccountTrie, ISp1Verifier, IZKProofVerifier, IZKVerifier } from "./interfaces.sol";
import { OutputHashing } from "./OutputHashing.sol";

/// @title Checks that a proof is about the disputed step, then has its cryptography checked by others.
/// @notice To deploy: (zkVerifier, dummyHash, maxTxs, zkMerkleTrie, sp1Verifier, zkVmProgramVKey). For the conformance
///         vectors the three addresses are StubZkVerifier, StubAccountTrie, StubSp1Verifier (no arguments); for the
///         practice network SignedZkVerifier(prover), MptAccountTrie(), SignedSp1Verifier(prover).
contract ZKProofVerifier is IZKProofVerifier {
    error BlockHashMismatched();
    error BlockHashMismatchedBtwSrcAndDst();
    error DstOutputMatched();
    error InvalidInclusionProof();
    error InvalidPublicInput();
    error InvalidZkProof();
    error InvalidZkVmVKey();
    error SrcOutputMismatched();
    error StateRootMismatched();

    /// @dev The predeploy whose storage root is part of an output.
    address private constant MESSAGE_PASSER = 0x4200000000000000000000000000000000000003;

    string public constant version = "1.0.0";

    address public immutable zkVerifier;
    bytes32 public immutable dummyHash;
    uint256 public immutable maxTxs;
    address public immutable zkMerkleTrie;
    address public immutable sp1Verifier;
    bytes32 public immutable zkVmProgramVKey;

    constructor(
        address _zkVerifier,
        bytes32 _dummyHash,
        uint256 _maxTxs,
        address _zkMerkleTrie,
        address _sp1Verifier,
        bytes32 _zkVmProgramVKey
    ) {
        zkVerifier = _zkVerifier;
        dummyHash = _dummyHash;
        maxTxs = _maxTxs;
        zkMerkleTrie = _zkMerkleTrie;
        sp1Verifier = _sp1Verifier;
        zkVmProgramVKey = _zkVmProgramVKey;
    }

    /// @inheritdoc IZKProofVerifier
    function verifyZkEvmProof(
        DisputeTypes.ZkEvmProof calldata _zkEvmProof,
        bytes32 _storedSrcOutput,
        bytes32 _storedDstOutput
    ) external view returns (bytes32 publicInputHash_) {
        DisputeTypes.PublicInputProof calldata claim = _zkEvmProof.publicInputProof;
        if (claim.srcOutputRootProof.nextBlockHash != claim.dstOutputRootProof.latestBlockhash)
            revert BlockHashMismatchedBtwSrcAndDst();
        bytes32 source = OutputHashing.outputRoot(claim.srcOutputRootProof);
        _checkStep(source, OutputHashing.outputRoot(claim.dstOutputRootProof), _storedSrcOutput, _storedDstOutput);
        _checkBlock(claim);
        _checkMessagePasser(claim);

        publicInputHash_ = OutputHashing.publicInput(
            claim.srcOutputRootProof.stateRoot,
            claim.publicInput,
            dummyHash,
            maxTxs
        );
        if (!IZKVerifier(zkVerifier).verify(_zkEvmProof.proof, _zkEvmProof.pair, publicInputHash_))
            revert InvalidZkProof();
    }

    /// @inheritdoc IZKProofVerifier
    /// @dev The public values are three words, each after the 8 bytes of its length; values too short revert.
    function verifyZkVmProof(
        DisputeTypes.ZkVmProof calldata _zkVmProof,
        bytes32 _storedSrcOutput,
        bytes32 _storedDstOutput,
        bytes32 _storedL1Head
    ) external view returns (bytes32 publicInputHash_) {
        if (_zkVmProof.zkVmProgramVKey != zkVmProgramVKey) revert InvalidZkVmVKey();
        bytes calldata values = _zkVmProof.publicValues;
        _checkStep(bytes32(values[8:40]), bytes32(values[48:80]), _storedSrcOutput, _storedDstOutput);
        if (bytes32(values[88:120]) != _storedL1Head) revert InvalidPublicInput();
        ISp1Verifier(sp1Verifier).verifyProof(zkVmProgramVKey, values, _zkVmProof.proofBytes);
        publicInputHash_ = keccak256(values);
    }

    function _checkStep(
        bytes32 source,
        bytes32 destination,
        bytes32 storedSource,
        bytes32 storedDestination
    ) private pure {
        if (source != storedSource) revert SrcOutputMismatched();
        if (storedDestination != 0 && destination == storedDestination) revert DstOutputMatched();
    }

    /// @dev The public input is the block that the destination output names.
    function _checkBlock(DisputeTypes.PublicInputProof calldata claim) private pure {
        if (claim.publicInput.stateRoot != claim.dstOutputRootProof.stateRoot) revert StateRootMismatched();
        bytes32 hash = OutputHashing.blockHash(claim.publicInput, claim.rlps);
        if (hash != claim.dstOutputRootProof.latestBlockhash) revert BlockHashMismatched();
    }

    /// @dev The message passer has, in the destination's state, the storage root that the destination output names.
    function _checkMessagePasser(DisputeTypes.PublicInputProof calldata claim) private view {
        IAccountTrie.Account memory passer = IAccountTrie.Account({
            owner: MESSAGE_PASSER,
            balance: uint256(claim.l2ToL1MessagePasserBalance),
            codeHash: claim.l2ToL1MessagePasserCodeHash,
            storageRoot: claim.dstOutputRootProof.messagePasserStorageRoot
        });
        bytes32 stateRoot = claim.dstOutputRootProof.stateRoot;
        if (!IAccountTrie(zkMerkleTrie).isIncluded(passer, claim.merkleProof, stateRoot))
            revert InvalidInclusionProof();
    }
}
