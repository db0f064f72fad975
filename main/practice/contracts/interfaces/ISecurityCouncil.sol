// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface ISecurityCouncil {
    function requestValidation(bytes32 _outputRoot, uint256 _l2BlockNumber, bytes memory _data) external;
}
