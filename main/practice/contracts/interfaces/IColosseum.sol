// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IColosseum {
    function SECURITY_COUNCIL() external view returns (address);

    function isInCreationPeriod(uint256 _outputIndex) external view returns (bool);

    function forceDeleteOutput(uint256 _outputIndex) external;

    function dismissChallenge(
        uint256 _outputIndex,
        address _challenger,
        address _asserter,
        bytes32 _outputRoot,
        bytes32 _publicInputHash
    ) external;
}
