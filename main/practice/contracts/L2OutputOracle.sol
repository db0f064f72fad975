// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Initializable } from "./Initializable.sol";
import { IL2OutputOracle } from "./interfaces/IL2OutputOracle.sol";
import { IValidatorManager } from "./interfaces/IValidatorManager.sol";
import { IValidatorPool } from "./interfaces/IValidatorPool.sol";
import { Types } from "./interfaces/Types.sol";

/// @notice The submitted L2 output roots, when they are final, and what of them is already paid.
contract L2OutputOracle is IL2OutputOracle, Initializable {
    struct Config {
        address validatorPool;
        address validatorManager;
        address colosseum;
        uint256 submissionInterval;
        uint256 l2BlockTime;
        uint256 finalizationPeriodSeconds;
        uint256 startingBlockNumber;
        uint256 startingTimestamp;
        bytes32 genesisOutputRoot;
        address genesisSubmitter;
    }

    event OutputReplaced(uint256 indexed outputIndex, address indexed newSubmitter, bytes32 newOutputRoot);
    event OutputSubmitted(
        bytes32 indexed outputRoot,
        uint256 indexed l2OutputIndex,
        uint256 indexed l2BlockNumber,
        uint256 l1Timestamp
    );

    string public constant version = "1.1.0";

    address public immutable VALIDATOR_POOL;
    address public immutable VALIDATOR_MANAGER;
    address public immutable COLOSSEUM;
    uint256 public immutable SUBMISSION_INTERVAL;
    uint256 public immutable L2_BLOCK_TIME;
    uint256 public immutable FINALIZATION_PERIOD_SECONDS;

    uint256 public startingBlockNumber;
    uint256 public startingTimestamp;
    uint256 public nextFinalizeOutputIndex;
    Types.CheckpointOutput[] private _outputs;

    /// @dev With a genesis root, output 0 is there from the start, final and paid: dated one finalization period back.
    constructor(Config memory config) {
        require(config.submissionInterval > 0, "L2OutputOracle: submission interval must be greater than 0");
        require(config.l2BlockTime > 0, "L2OutputOracle: L2 block time must be greater than 0");
        VALIDATOR_POOL = config.validatorPool;
        VALIDATOR_MANAGER = config.validatorManager;
        COLOSSEUM = config.colosseum;
        SUBMISSION_INTERVAL = config.submissionInterval;
        L2_BLOCK_TIME = config.l2BlockTime;
        FINALIZATION_PERIOD_SECONDS = config.finalizationPeriodSeconds;
        initialize(config.startingBlockNumber, config.startingTimestamp);
        if (config.genesisOutputRoot == bytes32(0)) return;
        uint256 genesisTime = config.startingTimestamp - config.finalizationPeriodSeconds;
        _append(config.genesisSubmitter, config.genesisOutputRoot, genesisTime, config.startingBlockNumber);
        nextFinalizeOutputIndex = 1;
    }

    function initialize(uint256 _startingBlockNumber, uint256 _startingTimestamp) public initializer {
        require(
            _startingTimestamp <= block.timestamp,
            "L2OutputOracle: starting L2 timestamp must be less than current time"
        );
        startingBlockNumber = _startingBlockNumber;
        startingTimestamp = _startingTimestamp;
    }

    function submitL2Output(
        bytes32 _outputRoot,
        uint256 _l2BlockNumber,
        bytes32 _l1BlockHash,
        uint256 _l1BlockNumber
    ) external payable {
        uint256 index = _outputs.length;
        bool terminated = IValidatorPool(VALIDATOR_POOL).isTerminated(index);
        _checkSubmitter(terminated);
        require(
            _l2BlockNumber == nextBlockNumber(),
            "L2OutputOracle: block number must be equal to next expected block number"
        );
        require(
            block.timestamp >= nextOutputMinL2Timestamp(),
            "L2OutputOracle: cannot submit L2 output in the future"
        );
        require(_outputRoot != bytes32(0), "L2OutputOracle: L2 checkpoint output cannot be the zero hash");
        _checkL1Block(_l1BlockHash, _l1BlockNumber);

        _append(msg.sender, _outputRoot, block.timestamp, _l2BlockNumber);
        emit OutputSubmitted(_outputRoot, index, _l2BlockNumber, block.timestamp);

        if (terminated) {
            IValidatorManager(VALIDATOR_MANAGER).afterSubmitL2Output(index);
        } else {
            IValidatorPool(VALIDATOR_POOL).createBond(index, uint128(finalizedAt(index)));
        }
    }

    function replaceL2Output(uint256 _l2OutputIndex, bytes32 _newOutputRoot, address _submitter) external {
        require(msg.sender == COLOSSEUM, "L2OutputOracle: only the colosseum contract can replace an output");
        require(_submitter != address(0), "L2OutputOracle: submitter address cannot be zero");
        require(
            _l2OutputIndex < _outputs.length,
            "L2OutputOracle: cannot replace an output after the latest output index"
        );
        require(
            !isFinalized(_l2OutputIndex),
            "L2OutputOracle: cannot replace an output that has already been finalized"
        );
        _outputs[_l2OutputIndex].outputRoot = _newOutputRoot;
        _outputs[_l2OutputIndex].submitter = _submitter;
        emit OutputReplaced(_l2OutputIndex, _submitter, _newOutputRoot);
    }

    function setNextFinalizeOutputIndex(uint256 _outputIndex) external {
        if (IValidatorPool(VALIDATOR_POOL).isTerminated(_outputIndex - 1)) {
            require(
                msg.sender == VALIDATOR_MANAGER,
                "L2OutputOracle: only the validator manager contract can set next finalize output index"
            );
        } else {
            require(
                msg.sender == VALIDATOR_POOL,
                "L2OutputOracle: only the validator pool contract can set next finalize output index"
            );
        }
        nextFinalizeOutputIndex = _outputIndex;
    }

    // ------------------------------------------------------------------ views

    function getL2Output(uint256 _l2OutputIndex) external view returns (Types.CheckpointOutput memory) {
        return _outputs[_l2OutputIndex];
    }

    function getSubmitter(uint256 _outputIndex) external view returns (address) {
        return _outputs[_outputIndex].submitter;
    }

    function finalizedAt(uint256 _outputIndex) public view returns (uint256) {
        return _outputs[_outputIndex].timestamp + FINALIZATION_PERIOD_SECONDS;
    }

    function isFinalized(uint256 _outputIndex) public view returns (bool) {
        return block.timestamp >= finalizedAt(_outputIndex);
    }

    function getL2OutputAfter(uint256 _l2BlockNumber) external view returns (Types.CheckpointOutput memory) {
        return _outputs[getL2OutputIndexAfter(_l2BlockNumber)];
    }

    /// @notice Outputs lie SUBMISSION_INTERVAL apart, so the first one at or after a block follows from its number.
    function getL2OutputIndexAfter(uint256 _l2BlockNumber) public view returns (uint256) {
        require(
            _l2BlockNumber <= latestBlockNumber(),
            "L2OutputOracle: cannot get output for a block that has not been submitted"
        );
        require(_outputs.length > 0, "L2OutputOracle: cannot get output as no outputs have been submitted yet");
        if (_l2BlockNumber <= startingBlockNumber) return 0;
        return (_l2BlockNumber - startingBlockNumber + SUBMISSION_INTERVAL - 1) / SUBMISSION_INTERVAL;
    }

    function latestOutputIndex() external view returns (uint256) {
        return _outputs.length - 1;
    }

    function nextOutputIndex() external view returns (uint256) {
        return _outputs.length;
    }

    function latestBlockNumber() public view returns (uint256) {
        return _outputs.length == 0 ? startingBlockNumber : _outputs[_outputs.length - 1].l2BlockNumber;
    }

    function nextBlockNumber() public view returns (uint256) {
        return _outputs.length == 0 ? startingBlockNumber : latestBlockNumber() + SUBMISSION_INTERVAL;
    }

    /// @notice An output also commits to the block after its own, so that one must be there in time.
    function nextOutputMinL2Timestamp() public view returns (uint256) {
        return computeL2Timestamp(nextBlockNumber() + 1);
    }

    function computeL2Timestamp(uint256 _l2BlockNumber) public view returns (uint256) {
        return startingTimestamp + (_l2BlockNumber - startingBlockNumber) * L2_BLOCK_TIME;
    }

    // ------------------------------------------------------------------ inside

    function _checkSubmitter(bool terminated) private view {
        if (terminated) {
            IValidatorManager(VALIDATOR_MANAGER).checkSubmissionEligibility(msg.sender);
            return;
        }
        address next = IValidatorPool(VALIDATOR_POOL).nextValidator();
        require(
            next == address(type(uint160).max) || next == msg.sender,
            "L2OutputOracle: only the next selected validator can submit output"
        );
    }

    /// @dev A hash that the EVM no longer (or not yet) knows is not checked.
    function _checkL1Block(bytes32 hash, uint256 number) private view {
        bytes32 known = blockhash(number);
        require(
            hash == bytes32(0) || known == bytes32(0) || hash == known,
            "L2OutputOracle: block hash does not match the hash at the expected height"
        );
    }

    function _append(address submitter, bytes32 root, uint256 timestamp, uint256 l2BlockNumber) private {
        _outputs.push(
            Types.CheckpointOutput({
                submitter: submitter,
                outputRoot: root,
                timestamp: uint128(timestamp),
                l2BlockNumber: uint128(l2BlockNumber)
            })
        );
    }
}
