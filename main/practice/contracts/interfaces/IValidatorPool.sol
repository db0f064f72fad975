// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IValidatorPool {
    function isTerminated(uint256 _outputIndex) external view returns (bool);

    function nextValidator() external view returns (address);

    function createBond(uint256 _outputIndex, uint128 _expiresAt) external;

    function addPendingBond(uint256 _outputIndex, address _challenger) external;

    function increaseBond(uint256 _outputIndex, address _challenger) external;

    function releasePendingBond(uint256 _outputIndex, address _challenger, address _recipient) external;
}
