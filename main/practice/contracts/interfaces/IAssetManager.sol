// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

interface IAssetManager {
    function ASSET_TOKEN() external view returns (address);

    function SECURITY_COUNCIL() external view returns (address);

    function BOND_AMOUNT() external view returns (uint128);

    function depositToRegister(address validator, uint128 assets, address withdrawAccount) external;

    function bondValidatorKro(address validator) external;

    function unbondValidatorKro(address validator) external;

    function increaseBalanceWithReward(
        address validator,
        uint128 baseReward,
        uint128 boostedReward,
        uint128 validatorReward
    ) external;

    /// Takes the tax from `challengeReward` unless the winner is the Security Council; returns what the winner gets.
    function increaseBalanceWithChallenge(address winner, uint128 challengeReward) external returns (uint128);

    /// Takes the bond of the loser away; returns the bond.
    function decreaseBalanceWithChallenge(address loser) external returns (uint128);

    /// Gives the slashed bond back, bonded again; returns the bond.
    function revertDecreaseBalanceWithChallenge(address loser) external returns (uint128);

    function reflectiveWeight(address validator) external view returns (uint128);

    function totalValidatorKro(address validator) external view returns (uint128);

    function totalKghNum(address validator) external view returns (uint128);

    function totalKroAssets(address validator) external view returns (uint128);
}
