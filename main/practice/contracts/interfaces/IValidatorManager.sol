// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IValidatorManager {
    enum ValidatorStatus {
        NONE,
        EXITED,
        REGISTERED,
        READY,
        INACTIVE,
        ACTIVE
    }

    function ASSET_MANAGER() external view returns (address);

    function TRUSTED_VALIDATOR() external view returns (address);

    function MPT_FIRST_OUTPUT_INDEX() external view returns (uint256);

    function afterSubmitL2Output(uint256 outputIndex) external;

    function bondValidatorKro(address validator) external;

    function unbondValidatorKro(address validator) external;

    function slash(uint256 outputIndex, address winner, address loser) external;

    function revertSlash(uint256 outputIndex, address loser) external;

    function checkSubmissionEligibility(address validator) external view;

    function checkChallengeEligibility(uint256 outputIndex) external view;

    function updateValidatorTree(address validator, bool tryRemove) external;

    function tryActivateValidator(address validator) external;

    function getStatus(address validator) external view returns (ValidatorStatus);

    function isActive(address validator) external view returns (bool);

    function inJail(address validator) external view returns (bool);

    function jailExpiresAt(address validator) external view returns (uint128);

    function nextValidator() external view returns (address);
}
