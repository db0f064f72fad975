// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { DisputeTypes } from "./DisputeTypes.sol";
import { IDisputedOracle, IZKProofVerifier } from "./interfaces.sol";
import { IValidatorManager } from "../interfaces/IValidatorManager.sol";
import { Types } from "../interfaces/Types.sol";

/// @title What a game depends on, and what may be done in it when: no function here changes anything.
abstract contract GameRules {
    enum ChallengeStatus {
        NONE,
        CHALLENGER_TURN,
        ASSERTER_TURN,
        CHALLENGER_TIMEOUT,
        ASSERTER_TIMEOUT,
        READY_TO_PROVE
    }

    error FirstSegmentMismatched();
    error InvalidSegmentsLength();
    error L1Reorged();
    error LastSegmentMatched();
    error NotAllowedCaller();
    error OutputAlreadyFinalized();

    /// @dev The root that a deleted output has.
    bytes32 internal constant DELETED = bytes32(0);

    IDisputedOracle public immutable L2_ORACLE;
    IZKProofVerifier public immutable ZK_PROOF_VERIFIER;
    address public immutable SECURITY_COUNCIL;
    uint256 public immutable L2_ORACLE_SUBMISSION_INTERVAL;
    uint256 public immutable CREATION_PERIOD_SECONDS;
    uint256 public immutable BISECTION_TIMEOUT;
    uint256 public immutable PROVING_TIMEOUT;

    /// @notice How many hashes are sent in turn `i + 1`.
    mapping(uint256 => uint256) public segmentsLengths;
    mapping(uint256 => mapping(address => DisputeTypes.Challenge)) public challenges;

    constructor(
        address l2Oracle,
        address zkProofVerifier,
        address securityCouncil,
        uint256 submissionInterval,
        uint256 creationPeriodSeconds,
        uint256 bisectionTimeout,
        uint256 provingTimeout
    ) {
        L2_ORACLE = IDisputedOracle(l2Oracle);
        ZK_PROOF_VERIFIER = IZKProofVerifier(zkProofVerifier);
        SECURITY_COUNCIL = securityCouncil;
        L2_ORACLE_SUBMISSION_INTERVAL = submissionInterval;
        CREATION_PERIOD_SECONDS = creationPeriodSeconds;
        BISECTION_TIMEOUT = bisectionTimeout;
        PROVING_TIMEOUT = provingTimeout;
    }

    function _statusOf(DisputeTypes.Challenge storage game) internal view returns (ChallengeStatus) {
        if (game.turn == 0) return ChallengeStatus.NONE;
        bool challengerMoves = game.turn % 2 == 0;
        if (block.timestamp > game.timeoutAt) {
            bool provable = !challengerMoves && block.timestamp <= game.timeoutAt + PROVING_TIMEOUT;
            return provable ? ChallengeStatus.ASSERTER_TIMEOUT : ChallengeStatus.CHALLENGER_TIMEOUT;
        }
        if (_isSingleBlocks(game)) return ChallengeStatus.READY_TO_PROVE;
        return challengerMoves ? ChallengeStatus.CHALLENGER_TURN : ChallengeStatus.ASSERTER_TURN;
    }

    /// @dev Whose bisection is due: nobody's (zero) when there is no game, too late, or nothing left to cut.
    function _playerOf(DisputeTypes.Challenge storage game) internal view returns (address) {
        ChallengeStatus status = _statusOf(game);
        if (status == ChallengeStatus.ASSERTER_TURN) return game.asserter;
        return status == ChallengeStatus.CHALLENGER_TURN ? game.challenger : address(0);
    }

    /// @dev How many blocks lie between two of the stored hashes.
    function _partSize(DisputeTypes.Challenge storage game) internal view returns (uint256) {
        return game.segSize / (segmentsLengths[game.turn - 1] - 1);
    }

    function _isSingleBlocks(DisputeTypes.Challenge storage game) internal view returns (bool) {
        return _partSize(game) <= 1;
    }

    function _checkSegments(uint8 turn, bytes32 agreed, bytes32 disputed, bytes32[] calldata segments) internal view {
        if (segments.length != segmentsLengths[turn - 1]) revert InvalidSegmentsLength();
        if (segments[0] != agreed) revert FirstSegmentMismatched();
        if (segments[segments.length - 1] == disputed) revert LastSegmentMatched();
    }

    /// @dev The root that both sides start from; where that output was deleted, any first hash will do.
    function _agreedRoot(uint256 outputIndex, bytes32[] calldata segments) internal view returns (bytes32) {
        bytes32 root = L2_ORACLE.getL2Output(outputIndex).outputRoot;
        return root == DELETED ? segments[0] : root;
    }

    /// @dev Only a hash within the last 256 blocks can be compared; others, and zero, pass.
    function _checkL1Block(bytes32 claimedHash, uint256 number) internal view {
        bytes32 knownHash = blockhash(number);
        if (claimedHash != 0 && knownHash != 0 && claimedHash != knownHash) revert L1Reorged();
    }

    function _checkNotFinal(uint256 outputIndex) internal view {
        if (L2_ORACLE.isFinalized(outputIndex)) revert OutputAlreadyFinalized();
    }

    function _checkCouncil() internal view {
        if (msg.sender != SECURITY_COUNCIL) revert NotAllowedCaller();
    }

    function _creationOpen(Types.CheckpointOutput memory output) internal view returns (bool) {
        return block.timestamp <= uint256(output.timestamp) + CREATION_PERIOD_SECONDS;
    }

    function _manager() internal view returns (IValidatorManager) {
        return IValidatorManager(L2_ORACLE.VALIDATOR_MANAGER());
    }
}
