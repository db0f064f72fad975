// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { DisputeTypes } from "./DisputeTypes.sol";
import { GameRules } from "./GameRules.sol";
import { Initializable } from "../Initializable.sol";
import { ISecurityCouncil } from "../interfaces/ISecurityCouncil.sol";
import { Types } from "../interfaces/Types.sol";

/// @title The dispute game over an output, one per output and challenger.
/// @notice To deploy: constructor arguments in the order of the immutables (oracle, verifier, council, submission
///         interval in L2 blocks, then creation period, bisection time-out and proving time-out in seconds), then
///         `initialize(segmentsLengths)` once. The oracle's VALIDATOR_MANAGER is asked for at each call, so the other
///         contracts may be deployed later, at addresses known before. Outputs of the V1 pool cannot be disputed here.
contract Colosseum is GameRules, Initializable {
    event ChallengeCreated(
        uint256 indexed outputIndex,
        address indexed asserter,
        address indexed challenger,
        uint256 timestamp
    );
    event Bisected(uint256 indexed outputIndex, address indexed challenger, uint8 turn, uint256 timestamp);
    event ReadyToProve(uint256 indexed outputIndex, address indexed challenger);
    event Proven(uint256 indexed outputIndex, address indexed challenger, uint256 timestamp);
    event ChallengerTimedOut(uint256 indexed outputIndex, address indexed challenger, uint256 timestamp);
    event ChallengeCanceled(uint256 indexed outputIndex, address indexed challenger, uint256 timestamp);
    event ChallengeDismissed(uint256 indexed outputIndex, address indexed challenger, uint256 timestamp);
    event OutputForceDeleted(uint256 indexed outputIndex, address indexed asseter, uint256 timestamp);

    error AlreadyVerifiedPublicInput();
    error CannotCancelChallenge();
    error CreationPeriodPassed();
    error ImproperChallengeStatus();
    error ImproperChallengeStatusToCancel();
    error ImproperValidatorStatus();
    error InvalidAddressGiven();
    error InvalidOutputGiven();
    error InvalidPublicInputHash();
    error InvalidTurn();
    error NotAllowedGenesisOutput();
    error OnlyChallengerCanCancel();
    error OutputAlreadyDeleted();
    error OutputNotDeleted();

    string public constant version = "2.0.0";

    mapping(bytes32 => bool) public verifiedPublicInputs;
    /// @notice Outputs as they were before a proof deleted them, for a dismissal.
    mapping(uint256 => Types.CheckpointOutput) public deletedOutputs;

    constructor(
        address l2Oracle,
        address zkProofVerifier,
        address securityCouncil,
        uint256 submissionInterval,
        uint256 creationPeriodSeconds,
        uint256 bisectionTimeout,
        uint256 provingTimeout
    )
        GameRules(
            l2Oracle,
            zkProofVerifier,
            securityCouncil,
            submissionInterval,
            creationPeriodSeconds,
            bisectionTimeout,
            provingTimeout
        )
    {}

    /// @notice The number of turns must be even, as the challenger proves after the asserter's last one, and the parts
    ///         of all turns together must cut the interval into single blocks.
    function initialize(uint256[] calldata _segmentsLengths) external initializer {
        if (_segmentsLengths.length % 2 == 1) revert InvalidSegmentsLength();
        uint256 parts = 1;
        for (uint256 i = 0; i < _segmentsLengths.length; ++i) {
            segmentsLengths[i] = _segmentsLengths[i];
            parts *= _segmentsLengths[i] - 1;
        }
        if (parts != L2_ORACLE_SUBMISSION_INTERVAL) revert InvalidSegmentsLength();
    }

    // ------------------------------------------------------------------ views

    function getChallenge(
        uint256 _outputIndex,
        address _challenger
    ) external view returns (DisputeTypes.Challenge memory) {
        return challenges[_outputIndex][_challenger];
    }

    function getStatus(uint256 _outputIndex, address _challenger) external view returns (ChallengeStatus) {
        return _statusOf(challenges[_outputIndex][_challenger]);
    }

    function isInCreationPeriod(uint256 _outputIndex) external view returns (bool) {
        return _creationOpen(L2_ORACLE.getL2Output(_outputIndex));
    }

    // ------------------------------------------------------------------ the game

    /// @notice Turn 1. A game that the sender lost by time-out on this output is closed first, in the same call: the
    ///         sender was ACTIVE before that, which is enough for the new one.
    function createChallenge(
        uint256 _outputIndex,
        bytes32 _l1BlockHash,
        uint256 _l1BlockNumber,
        bytes32[] calldata _segments
    ) external {
        if (_outputIndex == 0) revert NotAllowedGenesisOutput();
        _manager().checkChallengeEligibility(_outputIndex);
        if (!_manager().isActive(msg.sender)) revert ImproperValidatorStatus();
        _closeOwnLostGame(_outputIndex);

        Types.CheckpointOutput memory disputed = L2_ORACLE.getL2Output(_outputIndex);
        if (!_creationOpen(disputed)) revert CreationPeriodPassed();
        if (disputed.outputRoot == DELETED) revert OutputAlreadyDeleted();
        if (disputed.submitter == msg.sender) revert NotAllowedCaller();
        _checkL1Block(_l1BlockHash, _l1BlockNumber);
        _checkSegments(1, _agreedRoot(_outputIndex - 1, _segments), disputed.outputRoot, _segments);
        _manager().bondValidatorKro(msg.sender);

        DisputeTypes.Challenge storage game = challenges[_outputIndex][msg.sender];
        game.asserter = disputed.submitter;
        game.challenger = msg.sender;
        game.l1Head = blockhash(block.number - 1);
        uint256 interval = L2_ORACLE_SUBMISSION_INTERVAL;
        _move(game, 1, _segments, disputed.l2BlockNumber - interval, interval);
        emit ChallengeCreated(_outputIndex, disputed.submitter, msg.sender, block.timestamp);
    }

    /// @notice Turns 2 and later, in alternation. On a deleted output the challenger's call cancels the game instead.
    /// @param _pos The last of the stored segments that the sender agrees with.
    function bisect(
        uint256 _outputIndex,
        address _challenger,
        uint256 _pos,
        bytes32[] calldata _segments
    ) external {
        _checkNotFinal(_outputIndex);
        DisputeTypes.Challenge storage game = challenges[_outputIndex][_challenger];
        if (_cancelIfDeleted(_outputIndex, game)) return;
        if (msg.sender != _playerOf(game)) revert NotAllowedCaller();

        uint8 turn = game.turn + 1;
        _checkSegments(turn, game.segments[_pos], game.segments[_pos + 1], _segments);
        uint256 size = _partSize(game);
        _move(game, turn, _segments, game.segStart + _pos * size, size);

        emit Bisected(_outputIndex, _challenger, turn, block.timestamp);
        if (_isSingleBlocks(game)) emit ReadyToProve(_outputIndex, _challenger);
    }

    function proveFaultWithZkEvm(
        uint256 _outputIndex,
        uint256 _pos,
        DisputeTypes.ZkEvmProof calldata _zkEvmProof
    ) external {
        (bool open, bytes32 source, bytes32 destination) = _stepToProve(_outputIndex, _pos);
        if (!open) return;
        _win(_outputIndex, ZK_PROOF_VERIFIER.verifyZkEvmProof(_zkEvmProof, source, destination));
    }

    function proveFaultWithZkVm(
        uint256 _outputIndex,
        uint256 _pos,
        DisputeTypes.ZkVmProof calldata _zkVmProof
    ) external {
        (bool open, bytes32 source, bytes32 destination) = _stepToProve(_outputIndex, _pos);
        if (!open) return;
        bytes32 l1Head = challenges[_outputIndex][msg.sender].l1Head;
        _win(_outputIndex, ZK_PROOF_VERIFIER.verifyZkVmProof(_zkVmProof, source, destination, l1Head));
    }

    /// @notice Anyone may close a game that the challenger let run out.
    function challengerTimeout(uint256 _outputIndex, address _challenger) external {
        if (_statusOf(challenges[_outputIndex][_challenger]) != ChallengeStatus.CHALLENGER_TIMEOUT)
            revert ImproperChallengeStatus();
        _loseByTimeout(_outputIndex, _challenger);
    }

    /// @notice Gives the challenger's bond back when somebody else had the output deleted; also after finality.
    function cancelChallenge(uint256 _outputIndex) external {
        if (!_cancelIfDeleted(_outputIndex, challenges[_outputIndex][msg.sender])) revert CannotCancelChallenge();
    }

    // ------------------------------------------------------------------ the council

    /// @notice Takes a won challenge back: the output returns, the asserter's slash is undone, the challenger loses.
    function dismissChallenge(
        uint256 _outputIndex,
        address _challenger,
        address _asserter,
        bytes32 _outputRoot,
        bytes32 _publicInputHash
    ) external {
        _checkCouncil();
        _checkNotFinal(_outputIndex);
        Types.CheckpointOutput memory current = L2_ORACLE.getL2Output(_outputIndex);
        Types.CheckpointOutput memory before = deletedOutputs[_outputIndex];
        if (current.outputRoot != DELETED) revert OutputNotDeleted();
        if (before.outputRoot != _outputRoot) revert InvalidOutputGiven();
        if (current.submitter != _challenger || before.submitter != _asserter) revert InvalidAddressGiven();
        if (!verifiedPublicInputs[_publicInputHash]) revert InvalidPublicInputHash();

        delete verifiedPublicInputs[_publicInputHash];
        delete deletedOutputs[_outputIndex];
        L2_ORACLE.replaceL2Output(_outputIndex, _outputRoot, _asserter);
        _manager().revertSlash(_outputIndex, _asserter);
        _manager().slash(_outputIndex, _asserter, _challenger);
        emit ChallengeDismissed(_outputIndex, _challenger, block.timestamp);
    }

    /// @notice Deletes an output without a challenge; its submitter loses as after a proof.
    function forceDeleteOutput(uint256 _outputIndex) external {
        _checkCouncil();
        _checkNotFinal(_outputIndex);
        Types.CheckpointOutput memory output = L2_ORACLE.getL2Output(_outputIndex);
        if (output.outputRoot == DELETED) revert OutputAlreadyDeleted();

        L2_ORACLE.replaceL2Output(_outputIndex, DELETED, SECURITY_COUNCIL);
        _manager().slash(_outputIndex, SECURITY_COUNCIL, output.submitter);
        emit OutputForceDeleted(_outputIndex, output.submitter, block.timestamp);
    }

    // ------------------------------------------------------------------ moves

    function _move(
        DisputeTypes.Challenge storage game,
        uint8 turn,
        bytes32[] calldata segments,
        uint256 start,
        uint256 size
    ) private {
        game.turn = turn;
        game.segments = segments;
        game.segStart = start;
        game.segSize = size;
        game.timeoutAt = uint64(block.timestamp + (_isSingleBlocks(game) ? PROVING_TIMEOUT : BISECTION_TIMEOUT));
    }

    /// @dev The step from `source` on that the sender may prove now; `open` is false when the game was cancelled
    ///      instead. After an asserter's time-out within the bisection no stored hash is one block away, so there is
    ///      no destination to differ from.
    function _stepToProve(
        uint256 outputIndex,
        uint256 pos
    ) private returns (bool open, bytes32 source, bytes32 destination) {
        _checkNotFinal(outputIndex);
        DisputeTypes.Challenge storage game = challenges[outputIndex][msg.sender];
        if (_cancelIfDeleted(outputIndex, game)) return (false, 0, 0);
        ChallengeStatus status = _statusOf(game);
        if (status != ChallengeStatus.READY_TO_PROVE && status != ChallengeStatus.ASSERTER_TIMEOUT)
            revert ImproperChallengeStatus();

        open = true;
        source = game.segments[pos];
        if (_isSingleBlocks(game)) destination = game.segments[pos + 1];
    }

    function _win(uint256 outputIndex, bytes32 publicInputHash) private {
        if (verifiedPublicInputs[publicInputHash]) revert AlreadyVerifiedPublicInput();
        verifiedPublicInputs[publicInputHash] = true;
        emit Proven(outputIndex, msg.sender, block.timestamp);

        address asserter = challenges[outputIndex][msg.sender].asserter;
        Types.CheckpointOutput memory output = L2_ORACLE.getL2Output(outputIndex);
        bytes memory dismissal = abi.encodeCall(
            this.dismissChallenge,
            (outputIndex, msg.sender, asserter, output.outputRoot, publicInputHash)
        );
        ISecurityCouncil(SECURITY_COUNCIL).requestValidation(output.outputRoot, output.l2BlockNumber, dismissal);

        deletedOutputs[outputIndex] = output;
        delete challenges[outputIndex][msg.sender];
        _manager().slash(outputIndex, msg.sender, asserter);
        L2_ORACLE.replaceL2Output(outputIndex, DELETED, msg.sender);
    }

    function _closeOwnLostGame(uint256 outputIndex) private {
        ChallengeStatus status = _statusOf(challenges[outputIndex][msg.sender]);
        if (status == ChallengeStatus.NONE) return;
        if (status != ChallengeStatus.CHALLENGER_TIMEOUT) revert ImproperChallengeStatus();
        _loseByTimeout(outputIndex, msg.sender);
    }

    function _loseByTimeout(uint256 outputIndex, address challenger) private {
        delete challenges[outputIndex][challenger];
        emit ChallengerTimedOut(outputIndex, challenger, block.timestamp);
        _manager().slash(outputIndex, L2_ORACLE.getSubmitter(outputIndex), challenger);
    }

    function _cancelIfDeleted(uint256 outputIndex, DisputeTypes.Challenge storage game) private returns (bool) {
        if (L2_ORACLE.getL2Output(outputIndex).outputRoot != DELETED) return false;
        if (msg.sender != game.challenger) revert OnlyChallengerCanCancel();
        if (_statusOf(game) == ChallengeStatus.CHALLENGER_TIMEOUT) revert ImproperChallengeStatusToCancel();

        delete challenges[outputIndex][msg.sender];
        emit ChallengeCanceled(outputIndex, msg.sender, block.timestamp);
        _manager().unbondValidatorKro(msg.sender);
        return true;
    }
}
