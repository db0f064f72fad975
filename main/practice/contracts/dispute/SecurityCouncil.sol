// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ICouncilGovernor, ICouncilToken } from "./interfaces.sol";
import { IColosseum } from "../interfaces/IColosseum.sol";
import { ISecurityCouncil } from "../interfaces/ISecurityCouncil.sol";

/// @title A wallet whose transactions the holders of council votes confirm; the quorum executes.
/// @notice To deploy: (Colosseum, governor). The governor is a CouncilGovernor. A transaction is executed by the
///         confirmation that reaches the quorum, or by anyone afterwards.
contract SecurityCouncil is ISecurityCouncil {
    struct Transaction {
        address target;
        bool executed;
        uint256 value;
        bytes data;
    }

    struct Confirmation {
        uint256 confirmationCount;
        mapping(address => bool) confirmedBy;
    }

    event Initialized(uint8 version);
    event TransactionSubmitted(address indexed sender, uint256 indexed transactionId);
    event TransactionConfirmed(address indexed sender, uint256 indexed transactionId);
    event ConfirmationRevoked(address indexed sender, uint256 indexed transactionId);
    event TransactionExecuted(address indexed sender, uint256 indexed transactionId);
    event ValidationRequested(uint256 indexed transactionId, bytes32 outputRoot, uint256 l2BlockNumber);
    event DeletionRequested(uint256 indexed transactionId, uint256 indexed outputIndex);

    string public constant version = "2.0.0";

    address public immutable COLOSSEUM;
    ICouncilGovernor public immutable GOVERNOR;

    mapping(uint256 => Transaction) public transactions;
    mapping(uint256 => Confirmation) public confirmations;
    mapping(uint256 => bool) public outputsDeleteRequested;
    uint256 public transactionCount;

    bool private executing;

    modifier onlyMember() {
        require(getVotes(msg.sender) > 0, "TokenMultiSigWallet: only allowed to governance token owner");
        _;
    }

    modifier onlyKnown(uint256 id) {
        require(transactions[id].target != address(0), "TokenMultiSigWallet: transaction does not exist");
        _;
    }

    modifier onlyOpen(uint256 id) {
        require(!transactions[id].executed, "TokenMultiSigWallet: already executed");
        _;
    }

    constructor(address colosseum, address governor) {
        COLOSSEUM = colosseum;
        GOVERNOR = ICouncilGovernor(governor);
        emit Initialized(1);
    }

    /// @notice Colosseum asks for a look at a proven fault; `_data` is the call that would dismiss it.
    function requestValidation(bytes32 _outputRoot, uint256 _l2BlockNumber, bytes calldata _data) external {
        require(msg.sender == COLOSSEUM, "SecurityCouncil: only the colosseum contract can be a sender");
        uint256 id = _submit(msg.sender, 0, _data);
        emit ValidationRequested(id, _outputRoot, _l2BlockNumber);
    }

    /// @notice A member asks for the deletion of an output, and confirms it by that.
    /// @param _force Ask again although it was asked before.
    function requestDeletion(uint256 _outputIndex, bool _force) external onlyMember {
        require(
            _force || !outputsDeleteRequested[_outputIndex],
            "SecurityCouncil: the output has already been requested to be deleted"
        );
        outputsDeleteRequested[_outputIndex] = true;
        uint256 id = _submit(COLOSSEUM, 0, abi.encodeCall(IColosseum.forceDeleteOutput, (_outputIndex)));
        confirmTransaction(id);
        emit DeletionRequested(id, _outputIndex);
    }

    function submitTransaction(
        address _target,
        uint256 _value,
        bytes calldata _data
    ) external onlyMember returns (uint256) {
        return _submit(_target, _value, _data);
    }

    function confirmTransaction(uint256 _transactionId) public onlyMember onlyKnown(_transactionId) {
        Confirmation storage confirmation = confirmations[_transactionId];
        require(!confirmation.confirmedBy[msg.sender], "TokenMultiSigWallet: already confirmed");
        confirmation.confirmedBy[msg.sender] = true;
        confirmation.confirmationCount += getVotes(msg.sender);
        emit TransactionConfirmed(msg.sender, _transactionId);
        if (isConfirmed(_transactionId)) executeTransaction(_transactionId);
    }

    function revokeConfirmation(
        uint256 _transactionId
    ) external onlyMember onlyKnown(_transactionId) onlyOpen(_transactionId) {
        Confirmation storage confirmation = confirmations[_transactionId];
        require(confirmation.confirmedBy[msg.sender], "TokenMultiSigWallet: not confirmed yet");
        confirmation.confirmedBy[msg.sender] = false;
        confirmation.confirmationCount -= getVotes(msg.sender);
        emit ConfirmationRevoked(msg.sender, _transactionId);
    }

    function executeTransaction(
        uint256 _transactionId
    ) public onlyKnown(_transactionId) onlyOpen(_transactionId) {
        require(!executing, "ReentrancyGuard: reentrant call");
        require(isConfirmed(_transactionId), "TokenMultiSigWallet: quorum not reached");
        Transaction storage transaction = transactions[_transactionId];
        executing = true;
        transaction.executed = true;
        (bool success, ) = transaction.target.call{ value: transaction.value }(transaction.data);
        require(success, "TokenMultiSigWallet: call transaction failed");
        executing = false;
        emit TransactionExecuted(msg.sender, _transactionId);
    }

    function isConfirmed(uint256 _transactionId) public view returns (bool) {
        return getConfirmationCount(_transactionId) >= quorum();
    }

    function isConfirmedBy(uint256 _transactionId, address _account) external view returns (bool) {
        return confirmations[_transactionId].confirmedBy[_account];
    }

    function getConfirmationCount(uint256 _transactionId) public view returns (uint256) {
        return confirmations[_transactionId].confirmationCount;
    }

    /// @notice The votes needed, of all that existed one tick ago.
    function quorum() public view returns (uint256) {
        uint256 timepoint = clock() - 1;
        uint256 supply = _token().getPastTotalSupply(timepoint);
        return (supply * GOVERNOR.quorumNumerator(timepoint)) / GOVERNOR.quorumDenominator();
    }

    function getVotes(address account) public view returns (uint256) {
        return _token().getVotes(account);
    }

    /// @notice The vote token's clock: block numbers.
    function clock() public view returns (uint48) {
        return _token().clock();
    }

    /// @notice The same call asked for in another block gets another id.
    function generateTransactionId(
        address _target,
        uint256 _value,
        bytes memory _data
    ) public view returns (uint256) {
        require(_target != address(0), "TokenMultiSigWallet: address is not valid");
        return uint256(keccak256(abi.encode(_target, _value, _data, clock())));
    }

    function _submit(address target, uint256 value, bytes memory data) private returns (uint256 id) {
        id = generateTransactionId(target, value, data);
        require(transactions[id].target == address(0), "TokenMultiSigWallet: transaction already exists");
        transactions[id] = Transaction({ target: target, executed: false, value: value, data: data });
        ++transactionCount;
        emit TransactionSubmitted(msg.sender, id);
    }

    function _token() private view returns (ICouncilToken) {
        return ICouncilToken(GOVERNOR.token());
    }
}
