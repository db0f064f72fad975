// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Types } from "./Types.sol";

interface IL2OutputOracle {
    function COLOSSEUM() external view returns (address);

    function VALIDATOR_POOL() external view returns (address);

    function FINALIZATION_PERIOD_SECONDS() external view returns (uint256);

    function L2_BLOCK_TIME() external view returns (uint256);

    function SUBMISSION_INTERVAL() external view returns (uint256);

    function finalizedAt(uint256 _outputIndex) external view returns (uint256);

    function getL2Output(uint256 _l2OutputIndex) external view returns (Types.CheckpointOutput memory);

    function getSubmitter(uint256 _outputIndex) external view returns (address);

    function isFinalized(uint256 _outputIndex) external view returns (bool);

    function latestOutputIndex() external view returns (uint256);

    function nextBlockNumber() external view returns (uint256);

    function nextOutputIndex() external view returns (uint256);

    function nextFinalizeOutputIndex() external view returns (uint256);

    function nextOutputMinL2Timestamp() external view returns (uint256);

    /// Callable by VALIDATOR_MANAGER or VALIDATOR_POOL only.
    function setNextFinalizeOutputIndex(uint256 _outputIndex) external;

    /// Callable by COLOSSEUM only; the timestamp of the output does not change.
    function replaceL2Output(uint256 _l2OutputIndex, bytes32 _newOutputRoot, address _submitter) external;
}
