// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Initializable } from "./Initializable.sol";
import { IL2OutputOracle } from "./interfaces/IL2OutputOracle.sol";
import { IValidatorPool } from "./interfaces/IValidatorPool.sol";
import { Types } from "./interfaces/Types.sol";

/// @notice The ETH bonds of the first validator system. Outputs above TERMINATE_OUTPUT_INDEX are none of its business
///         any more; what validators left here can be unbonded and withdrawn. No draw: V1 falls back on TRUSTED_VALIDATOR.
contract ValidatorPool is IValidatorPool, Initializable {
    struct Config {
        address l2Oracle;
        address portal;
        address securityCouncil;
        address trustedValidator;
        uint128 requiredBondAmount;
        uint256 maxUnbond;
        uint256 roundDuration;
        uint256 terminateOutputIndex;
    }

    event BondIncreased(uint256 indexed outputIndex, address indexed challenger, uint128 amount);
    event Bonded(address indexed submitter, uint256 indexed outputIndex, uint128 amount, uint128 expiresAt);
    event PendingBondAdded(uint256 indexed outputIndex, address indexed challenger, uint128 amount);
    event PendingBondReleased(
        uint256 indexed outputIndex,
        address indexed challenger,
        address indexed recipient,
        uint128 amount
    );
    event Unbonded(uint256 indexed outputIndex, address indexed recipient, uint128 amount);

    string public constant version = "1.1.0";
    uint64 public constant VAULT_REWARD_GAS_LIMIT = 100_000;
    uint128 public constant TAX_NUMERATOR = 20;
    uint128 public constant TAX_DENOMINATOR = 100;

    address public immutable L2_ORACLE;
    address public immutable PORTAL;
    address public immutable SECURITY_COUNCIL;
    address public immutable TRUSTED_VALIDATOR;
    uint128 public immutable REQUIRED_BOND_AMOUNT;
    uint256 public immutable MAX_UNBOND;
    uint256 public immutable ROUND_DURATION;
    uint256 public immutable TERMINATE_OUTPUT_INDEX;

    mapping(address => uint256) private _balances;
    mapping(uint256 => Types.Bond) private _bonds;
    mapping(uint256 => mapping(address => uint128)) private _pendingBonds;
    uint256 private _nextUnbondIndex;
    uint256 private _validatorCount;
    bool private _sending;

    modifier onlyColosseum() {
        require(msg.sender == IL2OutputOracle(L2_ORACLE).COLOSSEUM(), "ValidatorPool: sender is not Colosseum");
        _;
    }

    modifier nonReentrant() {
        require(!_sending, "ReentrancyGuard: reentrant call");
        _sending = true;
        _;
        _sending = false;
    }

    /// @dev ETH sent along becomes the trusted validator's left-over balance.
    constructor(Config memory config) payable {
        L2_ORACLE = config.l2Oracle;
        PORTAL = config.portal;
        SECURITY_COUNCIL = config.securityCouncil;
        TRUSTED_VALIDATOR = config.trustedValidator;
        REQUIRED_BOND_AMOUNT = config.requiredBondAmount;
        MAX_UNBOND = config.maxUnbond;
        ROUND_DURATION = config.roundDuration;
        TERMINATE_OUTPUT_INDEX = config.terminateOutputIndex;
        initialize();
        _credit(config.trustedValidator, msg.value);
    }

    function initialize() public initializer {}

    function deposit() external payable {
        require(
            !isTerminated(IL2OutputOracle(L2_ORACLE).nextOutputIndex()),
            "ValidatorPool: only can deposit to ValidatorPool before terminated"
        );
        _credit(msg.sender, msg.value);
    }

    function withdraw(uint256 _amount) external nonReentrant {
        _debit(msg.sender, _amount);
        _sendEth(msg.sender, _amount);
    }

    function withdrawTo(address _to, uint256 _amount) external nonReentrant {
        require(_to != address(0), "ValidatorPool: cannot withdraw to the zero address");
        _debit(msg.sender, _amount);
        _sendEth(_to, _amount);
    }

    function unbond() external {
        require(_tryUnbond(), "ValidatorPool: no bond that can be unbond");
    }

    function createBond(uint256 _outputIndex, uint128 _expiresAt) external {
        require(msg.sender == L2_ORACLE, "ValidatorPool: sender is not L2OutputOracle");
        Types.Bond storage bond = _bonds[_outputIndex];
        require(bond.expiresAt == 0, "ValidatorPool: bond of the given output index already exists");
        _tryUnbond();

        address submitter = IL2OutputOracle(L2_ORACLE).getSubmitter(_outputIndex);
        _debit(submitter, REQUIRED_BOND_AMOUNT);
        bond.amount = REQUIRED_BOND_AMOUNT;
        bond.expiresAt = _expiresAt;
        emit Bonded(submitter, _outputIndex, REQUIRED_BOND_AMOUNT, _expiresAt);
    }

    function addPendingBond(uint256 _outputIndex, address _challenger) external onlyColosseum {
        _requireOpen(_outputIndex);
        _debit(_challenger, REQUIRED_BOND_AMOUNT);
        _pendingBonds[_outputIndex][_challenger] = REQUIRED_BOND_AMOUNT;
        emit PendingBondAdded(_outputIndex, _challenger, REQUIRED_BOND_AMOUNT);
    }

    function releasePendingBond(
        uint256 _outputIndex,
        address _challenger,
        address _recipient
    ) external onlyColosseum {
        uint128 amount = getPendingBond(_outputIndex, _challenger);
        delete _pendingBonds[_outputIndex][_challenger];
        _credit(_recipient, amount);
        emit PendingBondReleased(_outputIndex, _challenger, _recipient, amount);
    }

    function increaseBond(uint256 _outputIndex, address _challenger) external onlyColosseum {
        _requireOpen(_outputIndex);
        uint128 amount = getPendingBond(_outputIndex, _challenger);
        uint128 tax = (amount * TAX_NUMERATOR) / TAX_DENOMINATOR;
        delete _pendingBonds[_outputIndex][_challenger];
        _bonds[_outputIndex].amount += amount - tax;
        _balances[SECURITY_COUNCIL] += tax;
        emit BondIncreased(_outputIndex, _challenger, amount - tax);
    }

    // ------------------------------------------------------------------ views

    function balanceOf(address _addr) external view returns (uint256) {
        return _balances[_addr];
    }

    function isValidator(address _addr) public view returns (bool) {
        return _addr != address(0) && _addr != SECURITY_COUNCIL && _balances[_addr] >= REQUIRED_BOND_AMOUNT;
    }

    function validatorCount() external view returns (uint256) {
        return _validatorCount;
    }

    function isTerminated(uint256 _outputIndex) public view returns (bool) {
        return _outputIndex > TERMINATE_OUTPUT_INDEX;
    }

    function nextValidator() external view returns (address) {
        return TRUSTED_VALIDATOR;
    }

    function getBond(uint256 _outputIndex) external view returns (Types.Bond memory) {
        Types.Bond memory bond = _bonds[_outputIndex];
        require(bond.amount > 0 && bond.expiresAt > 0, "ValidatorPool: the bond does not exist");
        return bond;
    }

    function getPendingBond(uint256 _outputIndex, address _challenger) public view returns (uint128) {
        uint128 amount = _pendingBonds[_outputIndex][_challenger];
        require(amount > 0, "ValidatorPool: the pending bond does not exist");
        return amount;
    }

    // ------------------------------------------------------------------ inside

    function _tryUnbond() private returns (bool) {
        uint256 first = _nextUnbondIndex;
        uint256 index = first;
        while (index < first + MAX_UNBOND) {
            Types.Bond memory bond = _bonds[index];
            if (bond.amount == 0 || block.timestamp < bond.expiresAt) break;
            delete _bonds[index];
            address recipient = IL2OutputOracle(L2_ORACLE).getSubmitter(index);
            _credit(recipient, bond.amount);
            emit Unbonded(index, recipient, bond.amount);
            ++index;
        }
        if (index == first) return false;
        _nextUnbondIndex = index;
        IL2OutputOracle(L2_ORACLE).setNextFinalizeOutputIndex(index);
        return true;
    }

    function _requireOpen(uint256 outputIndex) private view {
        require(_bonds[outputIndex].expiresAt >= block.timestamp, "ValidatorPool: the output is already finalized");
    }

    function _credit(address account, uint256 amount) private {
        bool before = isValidator(account);
        _balances[account] += amount;
        if (!before && isValidator(account)) ++_validatorCount;
    }

    function _debit(address account, uint256 amount) private {
        require(_balances[account] >= amount, "ValidatorPool: insufficient balances");
        bool before = isValidator(account);
        _balances[account] -= amount;
        if (before && !isValidator(account)) --_validatorCount;
    }

    function _sendEth(address to, uint256 amount) private {
        (bool sent, ) = to.call{ value: amount }("");
        require(sent, "ValidatorPool: ETH transfer failed");
    }
}
