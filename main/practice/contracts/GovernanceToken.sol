// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Initializable } from "./Initializable.sol";

/// @notice KRO on L1: ERC-20 with permit (EIP-2612), vote checkpoints by block number and a two-step owner. The owner and
///         the bridge mint, the bridge burns.
contract GovernanceToken is Initializable {
    struct Checkpoint {
        uint32 fromBlock;
        uint224 votes;
    }

    error InvalidShortString();
    error StringTooLong(string str);

    event Approval(address indexed owner, address indexed spender, uint256 value);
    event Burn(address indexed account, uint256 amount);
    event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate);
    event DelegateVotesChanged(address indexed delegate, uint256 previousBalance, uint256 newBalance);
    event EIP712DomainChanged();
    event Mint(address indexed account, uint256 amount);
    event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Transfer(address indexed from, address indexed to, uint256 value);

    string public constant version = "1.0.0";
    string public constant CLOCK_MODE = "mode=blocknumber&from=default";
    uint8 public constant decimals = 18;
    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant PERMIT_TYPE =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    bytes32 private constant DELEGATION_TYPE = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
    uint256 private constant HALF_CURVE_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    address public immutable BRIDGE;
    address public immutable REMOTE_TOKEN;

    address public owner;
    address public pendingOwner;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    mapping(address => uint256) public nonces;
    mapping(address => address) public delegates;
    mapping(address => Checkpoint[]) private _checkpoints;
    Checkpoint[] private _supplyCheckpoints;

    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    modifier onlyBridge() {
        require(msg.sender == BRIDGE, "KromaMintableERC20: only bridge can mint and burn");
        _;
    }

    constructor(address bridge, address remoteToken, address owner_) {
        BRIDGE = bridge;
        REMOTE_TOKEN = remoteToken;
        initialize(owner_);
    }

    function initialize(address _owner) public initializer {
        _setOwner(_owner);
    }

    function name() public pure returns (string memory) {
        return "Kroma";
    }

    function symbol() external pure returns (string memory) {
        return "KRO";
    }

    /// @notice ERC-165, IOptimismMintableERC20 and its legacy form.
    function supportsInterface(bytes4 _interfaceId) external pure returns (bool) {
        return _interfaceId == 0x01ffc9a7 || _interfaceId == 0xec4fc8e3 || _interfaceId == 0x1d1d8b63;
    }

    // ------------------------------------------------------------------ owner

    function transferOwnership(address newOwner) external onlyOwner {
        pendingOwner = newOwner;
        emit OwnershipTransferStarted(owner, newOwner);
    }

    function acceptOwnership() external {
        require(msg.sender == pendingOwner, "Ownable2Step: caller is not the new owner");
        _setOwner(msg.sender);
    }

    function renounceOwnership() external onlyOwner {
        _setOwner(address(0));
    }

    function mint(address _to, uint256 _amount) external {
        require(msg.sender == BRIDGE || msg.sender == owner, "GovernanceToken: only minter can mint");
        require(_to != address(0), "ERC20: mint to the zero address");
        totalSupply += _amount;
        require(totalSupply <= type(uint224).max, "ERC20Votes: total supply risks overflowing votes");
        balanceOf[_to] += _amount;
        _moveSupply(_amount, true);
        _moveVotes(address(0), delegates[_to], _amount);
        emit Transfer(address(0), _to, _amount);
        emit Mint(_to, _amount);
    }

    function burn(address _from, uint256 _amount) external onlyBridge {
        require(_from != address(0), "ERC20: burn from the zero address");
        require(balanceOf[_from] >= _amount, "ERC20: burn amount exceeds balance");
        balanceOf[_from] -= _amount;
        totalSupply -= _amount;
        _moveSupply(_amount, false);
        _moveVotes(delegates[_from], address(0), _amount);
        emit Transfer(_from, address(0), _amount);
        emit Burn(_from, _amount);
    }

    // ------------------------------------------------------------------ ERC-20

    function transfer(address to, uint256 amount) external returns (bool) {
        _transfer(msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            require(allowed >= amount, "ERC20: insufficient allowance");
            _approve(from, msg.sender, allowed - amount);
        }
        _transfer(from, to, amount);
        return true;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        _approve(msg.sender, spender, amount);
        return true;
    }

    function increaseAllowance(address spender, uint256 addedValue) external returns (bool) {
        _approve(msg.sender, spender, allowance[msg.sender][spender] + addedValue);
        return true;
    }

    function decreaseAllowance(address spender, uint256 subtractedValue) external returns (bool) {
        uint256 allowed = allowance[msg.sender][spender];
        require(allowed >= subtractedValue, "ERC20: decreased allowance below zero");
        _approve(msg.sender, spender, allowed - subtractedValue);
        return true;
    }

    // ------------------------------------------------------------------ permit

    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        bytes32 nameHash = keccak256(bytes(name()));
        return keccak256(abi.encode(DOMAIN_TYPE, nameHash, keccak256("1"), block.chainid, address(this)));
    }

    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (hex"0f", "Kroma", "1", block.chainid, address(this), bytes32(0), new uint256[](0));
    }

    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        require(block.timestamp <= deadline, "ERC20Permit: expired deadline");
        bytes32 message = keccak256(abi.encode(PERMIT_TYPE, owner, spender, value, nonces[owner]++, deadline));
        require(_recover(message, v, r, s) == owner, "ERC20Permit: invalid signature");
        _approve(owner, spender, value);
    }

    // ------------------------------------------------------------------ votes

    function clock() public view returns (uint48) {
        return uint48(block.number);
    }

    function delegate(address delegatee) external {
        _delegate(msg.sender, delegatee);
    }

    function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s) external {
        require(block.timestamp <= expiry, "ERC20Votes: signature expired");
        bytes32 message = keccak256(abi.encode(DELEGATION_TYPE, delegatee, nonce, expiry));
        address signer = _recover(message, v, r, s);
        require(nonce == nonces[signer]++, "ERC20Votes: invalid nonce");
        _delegate(signer, delegatee);
    }

    function numCheckpoints(address account) external view returns (uint32) {
        return uint32(_checkpoints[account].length);
    }

    function checkpoints(address account, uint32 pos) external view returns (Checkpoint memory) {
        return _checkpoints[account][pos];
    }

    function getVotes(address account) external view returns (uint256) {
        return _latest(_checkpoints[account]);
    }

    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        return _at(_checkpoints[account], timepoint);
    }

    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return _at(_supplyCheckpoints, timepoint);
    }

    // ------------------------------------------------------------------ inside

    function _setOwner(address newOwner) private {
        address before = owner;
        delete pendingOwner;
        owner = newOwner;
        emit OwnershipTransferred(before, newOwner);
    }

    function _approve(address holder, address spender, uint256 amount) private {
        require(holder != address(0), "ERC20: approve from the zero address");
        require(spender != address(0), "ERC20: approve to the zero address");
        allowance[holder][spender] = amount;
        emit Approval(holder, spender, amount);
    }

    function _transfer(address from, address to, uint256 amount) private {
        require(from != address(0), "ERC20: transfer from the zero address");
        require(to != address(0), "ERC20: transfer to the zero address");
        require(balanceOf[from] >= amount, "ERC20: transfer amount exceeds balance");
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        emit Transfer(from, to, amount);
        _moveVotes(delegates[from], delegates[to], amount);
    }

    function _delegate(address delegator, address delegatee) private {
        address before = delegates[delegator];
        delegates[delegator] = delegatee;
        emit DelegateChanged(delegator, before, delegatee);
        _moveVotes(before, delegatee, balanceOf[delegator]);
    }

    function _moveVotes(address from, address to, uint256 amount) private {
        if (from == to || amount == 0) return;
        if (from != address(0)) {
            uint256 before = _latest(_checkpoints[from]);
            _write(_checkpoints[from], before - amount);
            emit DelegateVotesChanged(from, before, before - amount);
        }
        if (to != address(0)) {
            uint256 before = _latest(_checkpoints[to]);
            _write(_checkpoints[to], before + amount);
            emit DelegateVotesChanged(to, before, before + amount);
        }
    }

    function _moveSupply(uint256 amount, bool up) private {
        uint256 before = _latest(_supplyCheckpoints);
        _write(_supplyCheckpoints, up ? before + amount : before - amount);
    }

    function _write(Checkpoint[] storage list, uint256 votes) private {
        uint32 number = uint32(block.number);
        uint256 length = list.length;
        if (length != 0 && list[length - 1].fromBlock == number) {
            list[length - 1].votes = uint224(votes);
        } else {
            list.push(Checkpoint({ fromBlock: number, votes: uint224(votes) }));
        }
    }

    function _latest(Checkpoint[] storage list) private view returns (uint256) {
        return list.length == 0 ? 0 : list[list.length - 1].votes;
    }

    function _at(Checkpoint[] storage list, uint256 timepoint) private view returns (uint256) {
        require(timepoint < clock(), "ERC20Votes: future lookup");
        uint256 low = 0;
        uint256 high = list.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (list[middle].fromBlock > timepoint) high = middle;
            else low = middle + 1;
        }
        return low == 0 ? 0 : list[low - 1].votes;
    }

    function _recover(bytes32 message, uint8 v, bytes32 r, bytes32 s) private view returns (address signer) {
        require(uint256(s) <= HALF_CURVE_ORDER, "ECDSA: invalid signature 's' value");
        signer = ecrecover(keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), message)), v, r, s);
        require(signer != address(0), "ECDSA: invalid signature");
    }
}
