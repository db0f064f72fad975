// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IAssetManager } from "./interfaces/IAssetManager.sol";
import { IERC20 } from "./interfaces/IERC20.sol";
import { IERC721 } from "./interfaces/IERC721.sol";
import { IValidatorManager } from "./interfaces/IValidatorManager.sol";

/// @notice Keeps the KRO and KGH of validators and delegators: deposits, bonds, delegation shares, rewards, slashes.
contract AssetManager is IAssetManager {
    struct Config {
        address assetToken;
        address kgh;
        address securityCouncil;
        address validatorRewardVault;
        address validatorManager;
        uint128 minDelegationPeriod;
        uint128 bondAmount;
    }

    struct KroDelegation {
        uint128 shares;
        uint128 lastDelegatedAt;
    }

    struct KghDelegation {
        uint128 count;
        uint128 rewardPerKghPaid;
        mapping(uint256 => uint128) delegatedAt;
    }

    struct Vault {
        address withdrawAccount;
        uint128 lastDepositedAt;
        uint128 ownKro;
        uint128 bondedKro;
        uint128 delegatedKro;
        uint128 kroShares;
        uint128 kghCount;
        uint128 rewardPerKgh;
        mapping(address => KroDelegation) kroDelegations;
        mapping(address => KghDelegation) kghDelegations;
    }

    error ImproperValidatorStatus();
    error InsufficientAsset();
    error InsufficientShare();
    error InvalidTokenIdsInput();
    error NotAllowedCaller();
    error NotAllowedZeroInput();
    error NotElapsedMinDelegationPeriod();
    error ZeroAddress();

    event Deposited(address indexed validator, uint128 amount);
    event KghBatchDelegated(address indexed validator, address indexed delegator, uint256[] tokenIds);
    event KghBatchUndelegated(address indexed validator, address indexed delegator, uint256[] tokenIds, uint128 amount);
    event KghDelegated(address indexed validator, address indexed delegator, uint256 tokenId);
    event KghRewardClaimed(address indexed validator, address indexed delegator, uint128 amount);
    event KghUndelegated(address indexed validator, address indexed delegator, uint256 tokenId, uint128 amount);
    event KroDelegated(address indexed validator, address indexed delegator, uint128 amount, uint128 shares);
    event KroUndelegated(address indexed validator, address indexed delegator, uint128 amount, uint128 shares);
    event ValidatorKroBonded(address indexed validator, uint128 amount, uint128 remainder);
    event ValidatorKroUnbonded(address indexed validator, uint128 amount, uint128 remainder);
    event Withdrawn(address indexed validator, uint128 amount);

    string public constant version = "1.0.0";
    uint128 public constant DECIMAL_OFFSET = 10 ** 6;
    uint128 public constant TAX_NUMERATOR = 20;
    uint128 public constant TAX_DENOMINATOR = 100;

    address public immutable ASSET_TOKEN;
    address public immutable KGH;
    address public immutable SECURITY_COUNCIL;
    address public immutable VALIDATOR_REWARD_VAULT;
    address public immutable VALIDATOR_MANAGER;
    uint128 public immutable MIN_DELEGATION_PERIOD;
    uint128 public immutable BOND_AMOUNT;

    mapping(address => Vault) private _vaults;

    modifier onlyValidatorManager() {
        if (msg.sender != VALIDATOR_MANAGER) revert NotAllowedCaller();
        _;
    }

    modifier delegatable(address validator) {
        IValidatorManager manager = IValidatorManager(VALIDATOR_MANAGER);
        bool registered = manager.getStatus(validator) >= IValidatorManager.ValidatorStatus.REGISTERED;
        if (!registered || manager.inJail(validator)) revert ImproperValidatorStatus();
        _;
    }

    constructor(Config memory config) {
        ASSET_TOKEN = config.assetToken;
        KGH = config.kgh;
        SECURITY_COUNCIL = config.securityCouncil;
        VALIDATOR_REWARD_VAULT = config.validatorRewardVault;
        VALIDATOR_MANAGER = config.validatorManager;
        MIN_DELEGATION_PERIOD = config.minDelegationPeriod;
        BOND_AMOUNT = config.bondAmount;
    }

    // ------------------------------------------------------------------ the validator's KRO

    function depositToRegister(
        address validator,
        uint128 assets,
        address withdrawAccount
    ) external onlyValidatorManager {
        if (withdrawAccount == address(0)) revert ZeroAddress();
        _vaults[validator].withdrawAccount = withdrawAccount;
        _takeDeposit(validator, assets);
        emit Deposited(validator, assets);
    }

    function deposit(uint128 assets) external {
        if (assets == 0) revert NotAllowedZeroInput();
        IValidatorManager manager = IValidatorManager(VALIDATOR_MANAGER);
        if (manager.getStatus(msg.sender) == IValidatorManager.ValidatorStatus.NONE) revert ImproperValidatorStatus();

        _takeDeposit(msg.sender, assets);
        manager.updateValidatorTree(msg.sender, false);
        emit Deposited(msg.sender, assets);
        manager.tryActivateValidator(msg.sender);
    }

    function withdraw(address validator, uint128 assets) external {
        Vault storage vault = _vaults[validator];
        if (msg.sender != vault.withdrawAccount) revert NotAllowedCaller();
        if (assets == 0) revert NotAllowedZeroInput();
        if (block.timestamp < canWithdrawAt(validator)) revert NotElapsedMinDelegationPeriod();
        IValidatorManager manager = IValidatorManager(VALIDATOR_MANAGER);
        if (block.timestamp < manager.jailExpiresAt(validator)) revert ImproperValidatorStatus();
        if (assets > _free(vault)) revert InsufficientAsset();

        vault.ownKro -= assets;
        manager.updateValidatorTree(validator, true);
        _sendKro(msg.sender, assets);
        emit Withdrawn(validator, assets);
    }

    // ------------------------------------------------------------------ delegation of KRO

    function delegate(address validator, uint128 assets) external delegatable(validator) returns (uint128) {
        if (assets == 0) revert NotAllowedZeroInput();
        Vault storage vault = _vaults[validator];
        KroDelegation storage delegation = vault.kroDelegations[msg.sender];

        _pullKro(msg.sender, assets);
        uint128 shares = _toShares(vault, assets);
        vault.delegatedKro += assets;
        vault.kroShares += shares;
        delegation.shares += shares;
        delegation.lastDelegatedAt = uint128(block.timestamp);
        IValidatorManager(VALIDATOR_MANAGER).updateValidatorTree(validator, false);
        emit KroDelegated(validator, msg.sender, assets, shares);
        return shares;
    }

    function undelegate(address validator, uint128 assets) external {
        if (assets == 0) revert NotAllowedZeroInput();
        Vault storage vault = _vaults[validator];
        KroDelegation storage delegation = vault.kroDelegations[msg.sender];
        uint128 shares = _toShares(vault, assets);
        if (shares == 0 || shares > delegation.shares) revert InsufficientShare();
        if (block.timestamp < canUndelegateKroAt(validator, msg.sender)) revert NotElapsedMinDelegationPeriod();

        vault.delegatedKro -= assets;
        vault.kroShares -= shares;
        delegation.shares -= shares;
        IValidatorManager(VALIDATOR_MANAGER).updateValidatorTree(validator, true);
        _sendKro(msg.sender, assets);
        emit KroUndelegated(validator, msg.sender, assets, shares);
    }

    // ------------------------------------------------------------------ delegation of KGH

    function delegateKgh(address validator, uint256 tokenId) external delegatable(validator) {
        _claimOnDelegation(validator);
        _takeKgh(validator, tokenId);
        emit KghDelegated(validator, msg.sender, tokenId);
    }

    function delegateKghBatch(address validator, uint256[] calldata tokenIds) external delegatable(validator) {
        if (tokenIds.length == 0) revert NotAllowedZeroInput();
        _claimOnDelegation(validator);
        for (uint256 i = 0; i < tokenIds.length; ++i) _takeKgh(validator, tokenIds[i]);
        emit KghBatchDelegated(validator, msg.sender, tokenIds);
    }

    function undelegateKgh(address validator, uint256 tokenId) external {
        _checkOut(validator, tokenId);
        uint128 reward = _settleKghReward(validator, msg.sender);
        _dropKgh(validator, 1);
        IERC721(KGH).safeTransferFrom(address(this), msg.sender, tokenId);
        if (reward != 0) _sendKro(msg.sender, reward);
        emit KghUndelegated(validator, msg.sender, tokenId, reward);
    }

    function undelegateKghBatch(address validator, uint256[] calldata tokenIds) external {
        if (tokenIds.length == 0) revert NotAllowedZeroInput();
        for (uint256 i = 0; i < tokenIds.length; ++i) _checkOut(validator, tokenIds[i]);
        uint128 reward = _settleKghReward(validator, msg.sender);
        _dropKgh(validator, uint128(tokenIds.length));
        for (uint256 i = 0; i < tokenIds.length; ++i) {
            IERC721(KGH).safeTransferFrom(address(this), msg.sender, tokenIds[i]);
        }
        if (reward != 0) _sendKro(msg.sender, reward);
        emit KghBatchUndelegated(validator, msg.sender, tokenIds, reward);
    }

    function claimKghReward(address validator) external {
        uint128 reward = _settleKghReward(validator, msg.sender);
        if (reward == 0) revert InsufficientAsset();
        _sendKro(msg.sender, reward);
        emit KghRewardClaimed(validator, msg.sender, reward);
    }

    function onERC721Received(address, address, uint256, bytes calldata) external pure returns (bytes4) {
        return this.onERC721Received.selector;
    }

    // ------------------------------------------------------------------ called by the validator manager

    function bondValidatorKro(address validator) external onlyValidatorManager {
        Vault storage vault = _vaults[validator];
        if (_free(vault) < BOND_AMOUNT) revert InsufficientAsset();
        vault.bondedKro += BOND_AMOUNT;
        emit ValidatorKroBonded(validator, BOND_AMOUNT, _free(vault));
    }

    function unbondValidatorKro(address validator) external onlyValidatorManager {
        _unbond(validator);
    }

    function increaseBalanceWithReward(
        address validator,
        uint128 baseReward,
        uint128 boostedReward,
        uint128 validatorReward
    ) external onlyValidatorManager {
        uint128 sum = baseReward + boostedReward + validatorReward;
        _pullKro(VALIDATOR_REWARD_VAULT, sum);
        if (validator == SECURITY_COUNCIL) {
            _sendKro(SECURITY_COUNCIL, sum);
            return;
        }
        Vault storage vault = _vaults[validator];
        vault.delegatedKro += baseReward;
        vault.ownKro += validatorReward;
        if (vault.kghCount != 0) vault.rewardPerKgh += boostedReward / vault.kghCount;
        _unbond(validator);
    }

    function increaseBalanceWithChallenge(
        address winner,
        uint128 challengeReward
    ) external onlyValidatorManager returns (uint128) {
        if (winner == SECURITY_COUNCIL) {
            _sendKro(SECURITY_COUNCIL, challengeReward);
            return challengeReward;
        }
        uint128 tax = _part(challengeReward, TAX_NUMERATOR, TAX_DENOMINATOR);
        _sendKro(SECURITY_COUNCIL, tax);
        _vaults[winner].ownKro += challengeReward - tax;
        return challengeReward - tax;
    }

    function decreaseBalanceWithChallenge(address loser) external onlyValidatorManager returns (uint128) {
        _vaults[loser].bondedKro -= BOND_AMOUNT;
        _vaults[loser].ownKro -= BOND_AMOUNT;
        return BOND_AMOUNT;
    }

    function revertDecreaseBalanceWithChallenge(address loser) external onlyValidatorManager returns (uint128) {
        _vaults[loser].bondedKro += BOND_AMOUNT;
        _vaults[loser].ownKro += BOND_AMOUNT;
        return BOND_AMOUNT;
    }

    // ------------------------------------------------------------------ views

    function getWithdrawAccount(address validator) external view returns (address) {
        return _vaults[validator].withdrawAccount;
    }

    function canWithdrawAt(address validator) public view returns (uint128) {
        return _vaults[validator].lastDepositedAt + MIN_DELEGATION_PERIOD;
    }

    function totalValidatorKro(address validator) external view returns (uint128) {
        return _vaults[validator].ownKro;
    }

    function totalValidatorKroBonded(address validator) external view returns (uint128) {
        return _vaults[validator].bondedKro;
    }

    function totalValidatorKroNotBonded(address validator) external view returns (uint128) {
        return _free(_vaults[validator]);
    }

    function reflectiveWeight(address validator) external view returns (uint128) {
        return _vaults[validator].ownKro + _vaults[validator].delegatedKro;
    }

    function totalKroAssets(address validator) external view returns (uint128) {
        return _vaults[validator].delegatedKro;
    }

    function getKroTotalShareBalance(address validator, address delegator) external view returns (uint128) {
        return _vaults[validator].kroDelegations[delegator].shares;
    }

    function getKroAssets(address validator, address delegator) external view returns (uint128) {
        return previewUndelegate(validator, _vaults[validator].kroDelegations[delegator].shares);
    }

    function canUndelegateKroAt(address validator, address delegator) public view returns (uint128) {
        return _vaults[validator].kroDelegations[delegator].lastDelegatedAt + MIN_DELEGATION_PERIOD;
    }

    function previewDelegate(address validator, uint128 assets) external view returns (uint128) {
        return _toShares(_vaults[validator], assets);
    }

    function previewUndelegate(address validator, uint128 shares) public view returns (uint128) {
        Vault storage vault = _vaults[validator];
        return _part(shares, vault.delegatedKro + 1, vault.kroShares + DECIMAL_OFFSET);
    }

    function totalKghNum(address validator) external view returns (uint128) {
        return _vaults[validator].kghCount;
    }

    function getKghNum(address validator, address delegator) external view returns (uint128) {
        return _vaults[validator].kghDelegations[delegator].count;
    }

    function getKghReward(address validator, address delegator) public view returns (uint128) {
        KghDelegation storage delegation = _vaults[validator].kghDelegations[delegator];
        return delegation.count * (_vaults[validator].rewardPerKgh - delegation.rewardPerKghPaid);
    }

    function canUndelegateKghAt(address validator, address delegator, uint256 tokenId) public view returns (uint128) {
        return _vaults[validator].kghDelegations[delegator].delegatedAt[tokenId] + MIN_DELEGATION_PERIOD;
    }

    // ------------------------------------------------------------------ inside

    function _takeDeposit(address validator, uint128 assets) private {
        _pullKro(validator, assets);
        _vaults[validator].ownKro += assets;
        _vaults[validator].lastDepositedAt = uint128(block.timestamp);
    }

    function _unbond(address validator) private {
        Vault storage vault = _vaults[validator];
        vault.bondedKro -= BOND_AMOUNT;
        emit ValidatorKroUnbonded(validator, BOND_AMOUNT, _free(vault));
    }

    function _free(Vault storage vault) private view returns (uint128) {
        return vault.ownKro - vault.bondedKro;
    }

    /// @dev Virtual shares and one virtual wei keep the first delegator from inflating the price of a share.
    function _toShares(Vault storage vault, uint128 assets) private view returns (uint128) {
        return _part(assets, vault.kroShares + DECIMAL_OFFSET, vault.delegatedKro + 1);
    }

    function _claimOnDelegation(address validator) private {
        uint128 reward = _settleKghReward(validator, msg.sender);
        if (reward == 0) return;
        _sendKro(msg.sender, reward);
        emit KghRewardClaimed(validator, msg.sender, reward);
    }

    function _settleKghReward(address validator, address delegator) private returns (uint128 reward) {
        reward = getKghReward(validator, delegator);
        _vaults[validator].kghDelegations[delegator].rewardPerKghPaid = _vaults[validator].rewardPerKgh;
    }

    function _takeKgh(address validator, uint256 tokenId) private {
        IERC721(KGH).safeTransferFrom(msg.sender, address(this), tokenId);
        Vault storage vault = _vaults[validator];
        KghDelegation storage delegation = vault.kghDelegations[msg.sender];
        vault.kghCount += 1;
        delegation.count += 1;
        delegation.delegatedAt[tokenId] = uint128(block.timestamp);
    }

    function _checkOut(address validator, uint256 tokenId) private {
        KghDelegation storage delegation = _vaults[validator].kghDelegations[msg.sender];
        if (delegation.delegatedAt[tokenId] == 0) revert InvalidTokenIdsInput();
        if (block.timestamp < canUndelegateKghAt(validator, msg.sender, tokenId)) {
            revert NotElapsedMinDelegationPeriod();
        }
        delete delegation.delegatedAt[tokenId];
    }

    function _dropKgh(address validator, uint128 count) private {
        _vaults[validator].kghCount -= count;
        _vaults[validator].kghDelegations[msg.sender].count -= count;
    }

    function _part(uint128 amount, uint128 numerator, uint128 denominator) private pure returns (uint128) {
        uint256 result = (uint256(amount) * numerator) / denominator;
        require(result <= type(uint128).max);
        return uint128(result);
    }

    function _pullKro(address from, uint128 amount) private {
        require(IERC20(ASSET_TOKEN).transferFrom(from, address(this), amount));
    }

    function _sendKro(address to, uint128 amount) private {
        require(IERC20(ASSET_TOKEN).transfer(to, amount));
    }
}
