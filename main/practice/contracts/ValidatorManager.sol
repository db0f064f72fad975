// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ArcTan } from "./ArcTan.sol";
import { WeightTree } from "./WeightTree.sol";
import { IAssetManager } from "./interfaces/IAssetManager.sol";
import { IL2OutputOracle } from "./interfaces/IL2OutputOracle.sol";
import { IValidatorManager } from "./interfaces/IValidatorManager.sol";
import { IValidatorPool } from "./interfaces/IValidatorPool.sol";

/// @notice Who is a validator, who submits next, who is in jail, who is paid.
contract ValidatorManager is IValidatorManager {
    using WeightTree for WeightTree.Tree;

    struct Config {
        address l2Oracle;
        address assetManager;
        address trustedValidator;
        uint128 commissionChangeDelaySeconds;
        uint128 roundDurationSeconds;
        uint128 softJailPeriodSeconds;
        uint128 hardJailPeriodSeconds;
        uint128 jailThreshold;
        uint128 maxOutputFinalizations;
        uint128 baseReward;
        uint128 minRegisterAmount;
        uint128 minActivateAmount;
        uint256 mptFirstOutputIndex;
    }

    struct Validator {
        bool registered;
        uint8 commissionRate;
        uint8 pendingCommissionRate;
        uint8 missedRounds;
        uint128 commissionChangeInitiatedAt;
    }

    error ImproperValidatorStatus();
    error InsufficientAsset();
    error InvalidConstructorParams();
    error MaxCommissionRateExceeded();
    error MptFirstOutputRestricted();
    error NotAllowedCaller();
    error NotElapsedCommissionChangeDelay();
    error NotElapsedJailPeriod();
    error NotInitiatedCommissionChange();
    error NotSelectedPriorityValidator();
    error SameCommissionRate();

    event ChallengeRewardDistributed(uint256 indexed outputIndex, address indexed recipient, uint128 amount);
    event RewardDistributed(
        uint256 indexed outputIndex,
        address indexed validator,
        uint128 validatorReward,
        uint128 baseReward,
        uint128 boostedReward
    );
    event SlashReverted(uint256 indexed outputIndex, address indexed loser, uint128 amount);
    event Slashed(uint256 indexed outputIndex, address indexed loser, uint128 amount);
    event ValidatorActivated(address indexed validator, uint256 activatedAt);
    event ValidatorCommissionChangeFinalized(
        address indexed validator,
        uint8 oldCommissionRate,
        uint8 newCommissionRate
    );
    event ValidatorCommissionChangeInitiated(
        address indexed validator,
        uint8 oldCommissionRate,
        uint8 newCommissionRate
    );
    event ValidatorJailed(address indexed validator, uint128 expiresAt);
    event ValidatorRegistered(address indexed validator, bool activated, uint8 commissionRate, uint128 assets);
    event ValidatorStopped(address indexed validator, uint256 stopsAt);
    event ValidatorUnjailed(address indexed validator);

    string public constant version = "1.0.0";
    uint128 public constant COMMISSION_RATE_DENOM = 100;
    uint128 public constant BOOSTED_REWARD_NUMERATOR = 40;
    uint128 public constant BOOSTED_REWARD_DENOM = 100;
    address private constant PUBLIC_ROUND = address(type(uint160).max);
    uint256 private constant KGH_SCALE = 100;

    address public immutable L2_ORACLE;
    address public immutable ASSET_MANAGER;
    address public immutable TRUSTED_VALIDATOR;
    uint128 public immutable COMMISSION_CHANGE_DELAY_SECONDS;
    uint128 public immutable ROUND_DURATION_SECONDS;
    uint128 public immutable SOFT_JAIL_PERIOD_SECONDS;
    uint128 public immutable HARD_JAIL_PERIOD_SECONDS;
    uint128 public immutable JAIL_THRESHOLD;
    uint128 public immutable MAX_OUTPUT_FINALIZATIONS;
    uint128 public immutable BASE_REWARD;
    uint128 public immutable MIN_REGISTER_AMOUNT;
    uint128 public immutable MIN_ACTIVATE_AMOUNT;
    uint256 public immutable MPT_FIRST_OUTPUT_INDEX;

    /// @dev Must stay in slot 0: submitters put that slot into the access list of a submission.
    address private _priority;
    mapping(address => Validator) private _validators;
    mapping(address => uint128) private _jailExpiresAt;
    mapping(uint256 => uint128) private _pendingChallengeReward;
    WeightTree.Tree private _tree;

    modifier only(address allowed) {
        if (msg.sender != allowed) revert NotAllowedCaller();
        _;
    }

    modifier onlyColosseum() {
        if (msg.sender != IL2OutputOracle(L2_ORACLE).COLOSSEUM()) revert NotAllowedCaller();
        _;
    }

    constructor(Config memory config) {
        if (config.minRegisterAmount > config.minActivateAmount) revert InvalidConstructorParams();
        L2_ORACLE = config.l2Oracle;
        ASSET_MANAGER = config.assetManager;
        TRUSTED_VALIDATOR = config.trustedValidator;
        COMMISSION_CHANGE_DELAY_SECONDS = config.commissionChangeDelaySeconds;
        ROUND_DURATION_SECONDS = config.roundDurationSeconds;
        SOFT_JAIL_PERIOD_SECONDS = config.softJailPeriodSeconds;
        HARD_JAIL_PERIOD_SECONDS = config.hardJailPeriodSeconds;
        JAIL_THRESHOLD = config.jailThreshold;
        MAX_OUTPUT_FINALIZATIONS = config.maxOutputFinalizations;
        BASE_REWARD = config.baseReward;
        MIN_REGISTER_AMOUNT = config.minRegisterAmount;
        MIN_ACTIVATE_AMOUNT = config.minActivateAmount;
        MPT_FIRST_OUTPUT_INDEX = config.mptFirstOutputIndex;
    }

    // ------------------------------------------------------------------ the validator's own calls

    function registerValidator(uint128 assets, uint8 commissionRate, address withdrawAccount) external {
        if (msg.sender != tx.origin || msg.sender.code.length != 0) revert NotAllowedCaller();
        if (getStatus(msg.sender) != ValidatorStatus.NONE) revert ImproperValidatorStatus();
        if (assets < MIN_REGISTER_AMOUNT) revert InsufficientAsset();
        if (commissionRate > COMMISSION_RATE_DENOM) revert MaxCommissionRateExceeded();

        _validators[msg.sender].registered = true;
        _validators[msg.sender].commissionRate = commissionRate;
        IAssetManager(ASSET_MANAGER).depositToRegister(msg.sender, assets, withdrawAccount);

        bool activated = assets >= MIN_ACTIVATE_AMOUNT;
        if (activated) _activate(msg.sender);
        emit ValidatorRegistered(msg.sender, activated, commissionRate, assets);
    }

    function activateValidator() external {
        if (getStatus(msg.sender) != ValidatorStatus.READY || inJail(msg.sender)) revert ImproperValidatorStatus();
        _activate(msg.sender);
    }

    function initCommissionChange(uint8 newCommissionRate) external {
        _requireRegisteredAndFree(msg.sender);
        if (newCommissionRate > COMMISSION_RATE_DENOM) revert MaxCommissionRateExceeded();
        Validator storage validator = _validators[msg.sender];
        if (newCommissionRate == validator.commissionRate) revert SameCommissionRate();

        validator.pendingCommissionRate = newCommissionRate;
        validator.commissionChangeInitiatedAt = uint128(block.timestamp);
        emit ValidatorCommissionChangeInitiated(msg.sender, validator.commissionRate, newCommissionRate);
    }

    function finalizeCommissionChange() external {
        _requireRegisteredAndFree(msg.sender);
        Validator storage validator = _validators[msg.sender];
        if (validator.commissionChangeInitiatedAt == 0) revert NotInitiatedCommissionChange();
        if (block.timestamp < canFinalizeCommissionChangeAt(msg.sender)) revert NotElapsedCommissionChangeDelay();

        uint8 oldRate = validator.commissionRate;
        uint8 newRate = validator.pendingCommissionRate;
        validator.commissionRate = newRate;
        validator.pendingCommissionRate = 0;
        validator.commissionChangeInitiatedAt = 0;
        emit ValidatorCommissionChangeFinalized(msg.sender, oldRate, newRate);
    }

    function tryUnjail() external {
        if (!inJail(msg.sender)) revert ImproperValidatorStatus();
        if (block.timestamp < _jailExpiresAt[msg.sender]) revert NotElapsedJailPeriod();
        _validators[msg.sender].missedRounds = 0;
        _release(msg.sender);
    }

    // ------------------------------------------------------------------ called by the other contracts

    function afterSubmitL2Output(uint256 outputIndex) external only(L2_ORACLE) {
        _payFinalizedOutputs();
        address submitter = IL2OutputOracle(L2_ORACLE).getSubmitter(outputIndex);
        IAssetManager(ASSET_MANAGER).bondValidatorKro(submitter);
        _bookRound(submitter);
        _drawPriorityValidator();
    }

    function tryActivateValidator(address validator) external only(ASSET_MANAGER) {
        if (getStatus(validator) == ValidatorStatus.READY && !inJail(validator)) _activate(validator);
    }

    function bondValidatorKro(address validator) external onlyColosseum {
        IAssetManager(ASSET_MANAGER).bondValidatorKro(validator);
    }

    function unbondValidatorKro(address validator) external onlyColosseum {
        IAssetManager(ASSET_MANAGER).unbondValidatorKro(validator);
    }

    function slash(uint256 outputIndex, address winner, address loser) external onlyColosseum {
        uint128 bond = IAssetManager(ASSET_MANAGER).decreaseBalanceWithChallenge(loser);
        emit Slashed(outputIndex, loser, bond);
        _jail(loser, HARD_JAIL_PERIOD_SECONDS);

        if (outputIndex >= IL2OutputOracle(L2_ORACLE).nextFinalizeOutputIndex()) {
            _pendingChallengeReward[outputIndex] += bond;
            return;
        }
        _payChallengeReward(outputIndex, winner, bond);
        updateValidatorTree(winner, false);
    }

    function revertSlash(uint256 outputIndex, address loser) external onlyColosseum {
        uint128 bond = IAssetManager(ASSET_MANAGER).revertDecreaseBalanceWithChallenge(loser);
        unchecked {
            _pendingChallengeReward[outputIndex] -= bond;
        }
        emit SlashReverted(outputIndex, loser, bond);

        if (!inJail(loser)) return;
        uint128 expiresAt = _jailExpiresAt[loser] - HARD_JAIL_PERIOD_SECONDS;
        if (block.timestamp < expiresAt) {
            _jailExpiresAt[loser] = expiresAt;
            emit ValidatorJailed(loser, expiresAt);
        } else {
            _release(loser);
        }
    }

    /// @notice Anyone may call it: it only brings the tree up to date with the assets.
    function updateValidatorTree(address validator, bool tryRemove) public {
        ValidatorStatus status = getStatus(validator);
        bool due = status == ValidatorStatus.EXITED || status == ValidatorStatus.INACTIVE;
        if (tryRemove && due) {
            _stop(validator);
        } else if (status >= ValidatorStatus.INACTIVE) {
            _tree.update(validator, _assetWeight(validator));
        }
    }

    // ------------------------------------------------------------------ views

    function checkSubmissionEligibility(address validator) external view only(L2_ORACLE) {
        address next = nextValidator();
        if (next != PUBLIC_ROUND && next != validator) revert NotSelectedPriorityValidator();
        if (!isActive(validator)) revert ImproperValidatorStatus();
    }

    function checkChallengeEligibility(uint256 outputIndex) external view onlyColosseum {
        if (outputIndex == MPT_FIRST_OUTPUT_INDEX) revert MptFirstOutputRestricted();
    }

    function nextValidator() public view returns (address) {
        IL2OutputOracle oracle = IL2OutputOracle(L2_ORACLE);
        if (_priority == address(0) || oracle.nextOutputIndex() == MPT_FIRST_OUTPUT_INDEX) return TRUSTED_VALIDATOR;
        bool isPublic = block.timestamp > oracle.nextOutputMinL2Timestamp() + ROUND_DURATION_SECONDS;
        return isPublic ? PUBLIC_ROUND : _priority;
    }

    function getStatus(address validator) public view returns (ValidatorStatus) {
        if (!_validators[validator].registered) return ValidatorStatus.NONE;
        if (IAssetManager(ASSET_MANAGER).totalValidatorKro(validator) < MIN_REGISTER_AMOUNT) {
            return ValidatorStatus.EXITED;
        }
        bool heavy = IAssetManager(ASSET_MANAGER).reflectiveWeight(validator) >= MIN_ACTIVATE_AMOUNT;
        if (_tree.contains(validator)) return heavy ? ValidatorStatus.ACTIVE : ValidatorStatus.INACTIVE;
        return heavy ? ValidatorStatus.READY : ValidatorStatus.REGISTERED;
    }

    function isActive(address validator) public view returns (bool) {
        return getStatus(validator) == ValidatorStatus.ACTIVE;
    }

    function getWeight(address validator) external view returns (uint120) {
        return _tree.weightOf(validator);
    }

    function activatedValidatorCount() external view returns (uint32) {
        return _tree.size;
    }

    function activatedValidatorTotalWeight() public view returns (uint120) {
        return _tree.total();
    }

    function inJail(address validator) public view returns (bool) {
        return _jailExpiresAt[validator] != 0;
    }

    function jailExpiresAt(address validator) external view returns (uint128) {
        return _jailExpiresAt[validator];
    }

    function noSubmissionCount(address validator) external view returns (uint8) {
        return _validators[validator].missedRounds;
    }

    function getCommissionRate(address validator) external view returns (uint8) {
        return _validators[validator].commissionRate;
    }

    function getPendingCommissionRate(address validator) external view returns (uint8) {
        return _validators[validator].pendingCommissionRate;
    }

    function canFinalizeCommissionChangeAt(address validator) public view returns (uint128) {
        return _validators[validator].commissionChangeInitiatedAt + COMMISSION_CHANGE_DELAY_SECONDS;
    }

    // ------------------------------------------------------------------ rewards

    function _payFinalizedOutputs() private {
        IL2OutputOracle oracle = IL2OutputOracle(L2_ORACLE);
        uint256 index = oracle.nextFinalizeOutputIndex();
        if (!IValidatorPool(oracle.VALIDATOR_POOL()).isTerminated(index)) return;

        uint256 end = index + MAX_OUTPUT_FINALIZATIONS;
        uint256 count = oracle.nextOutputIndex();
        if (end > count) end = count;
        uint256 first = index;
        for (; index < end && oracle.isFinalized(index); ++index) {
            _payOutput(index, oracle.getSubmitter(index));
        }
        if (index != first) oracle.setNextFinalizeOutputIndex(index);
    }

    function _payOutput(uint256 index, address submitter) private {
        (uint128 baseReward, uint128 boostedReward, uint128 validatorReward) = _rewardOf(submitter);
        IAssetManager(ASSET_MANAGER).increaseBalanceWithReward(submitter, baseReward, boostedReward, validatorReward);
        emit RewardDistributed(index, submitter, validatorReward, baseReward, boostedReward);

        uint128 pending = _pendingChallengeReward[index];
        if (pending != 0) {
            delete _pendingChallengeReward[index];
            _payChallengeReward(index, submitter, pending);
        }
        updateValidatorTree(submitter, false);
    }

    function _payChallengeReward(uint256 index, address recipient, uint128 slashed) private {
        uint128 amount = IAssetManager(ASSET_MANAGER).increaseBalanceWithChallenge(recipient, slashed);
        emit ChallengeRewardDistributed(index, recipient, amount);
    }

    /// @return baseReward      what the KRO delegators share
    /// @return boostedReward   what the KGH delegators share
    /// @return validatorReward commission of both, and the validator's own share of the base reward
    function _rewardOf(
        address validator
    ) private view returns (uint128 baseReward, uint128 boostedReward, uint128 validatorReward) {
        IAssetManager assets = IAssetManager(ASSET_MANAGER);
        if (validator == assets.SECURITY_COUNCIL()) return (0, 0, BASE_REWARD);

        uint128 rate = _validators[validator].commissionRate;
        uint128 kept = COMMISSION_RATE_DENOM - rate;
        uint128 boosted = _boostedRewardFor(assets.totalKghNum(validator));
        uint128 ownKro = assets.totalValidatorKro(validator);

        baseReward = _part(BASE_REWARD, kept, COMMISSION_RATE_DENOM);
        validatorReward = _part(baseReward, ownKro, assets.totalKroAssets(validator) + ownKro);
        baseReward -= validatorReward;
        boostedReward = _part(boosted, kept, COMMISSION_RATE_DENOM);
        validatorReward += _part(BASE_REWARD + boosted, rate, COMMISSION_RATE_DENOM);
    }

    function _boostedRewardFor(uint128 kghCount) private view returns (uint128) {
        uint256 ceiling = _part(BASE_REWARD, BOOSTED_REWARD_NUMERATOR, BOOSTED_REWARD_DENOM);
        return uint128((ArcTan.ofRatio(kghCount, KGH_SCALE) * ceiling) / ArcTan.ONE);
    }

    function _part(uint128 amount, uint128 numerator, uint128 denominator) private pure returns (uint128) {
        return uint128((uint256(amount) * numerator) / denominator);
    }

    // ------------------------------------------------------------------ rounds, jail, tree

    /// @dev A miss counts also for a priority validator that meanwhile left the tree or is in jail.
    function _bookRound(address submitter) private {
        address priority = _priority;
        if (priority == address(0)) return;
        Validator storage validator = _validators[priority];
        if (submitter == priority) {
            validator.missedRounds = 0;
        } else if (validator.missedRounds >= JAIL_THRESHOLD) {
            _jail(priority, SOFT_JAIL_PERIOD_SECONDS);
        } else {
            validator.missedRounds += 1;
        }
    }

    function _drawPriorityValidator() private {
        uint256 nextFinalize = IL2OutputOracle(L2_ORACLE).nextFinalizeOutputIndex();
        uint120 weightSum = _tree.total();
        if (weightSum == 0 || nextFinalize == 0) {
            _priority = address(0);
            return;
        }
        bytes32 root = IL2OutputOracle(L2_ORACLE).getL2Output(nextFinalize - 1).outputRoot;
        bytes memory seed = abi.encodePacked(
            root,
            block.number,
            block.coinbase,
            block.prevrandao,
            blockhash(block.number - 1)
        );
        _priority = _tree.select(uint120(uint256(keccak256(seed))) % weightSum);
    }

    function _jail(address validator, uint128 period) private {
        uint128 from = _jailExpiresAt[validator];
        if (from < block.timestamp) from = uint128(block.timestamp);
        _jailExpiresAt[validator] = from + period;
        emit ValidatorJailed(validator, from + period);
        _stop(validator);
    }

    function _release(address validator) private {
        delete _jailExpiresAt[validator];
        emit ValidatorUnjailed(validator);
        if (getStatus(validator) == ValidatorStatus.READY) _activate(validator);
    }

    function _activate(address validator) private {
        _tree.insert(validator, _assetWeight(validator));
        emit ValidatorActivated(validator, block.timestamp);
    }

    function _stop(address validator) private {
        if (_tree.remove(validator)) emit ValidatorStopped(validator, block.timestamp);
    }

    function _assetWeight(address validator) private view returns (uint120) {
        return uint120(IAssetManager(ASSET_MANAGER).reflectiveWeight(validator));
    }

    function _requireRegisteredAndFree(address validator) private view {
        if (getStatus(validator) < ValidatorStatus.REGISTERED || inJail(validator)) revert ImproperValidatorStatus();
    }
}
