// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IAccountTrie } from "./interfaces.sol";
import { MerklePatricia } from "./MerklePatricia.sol";
import { Rlp } from "./Rlp.sol";

/// @title Accounts in an Ethereum state trie, as `eth_getProof` proves them.
/// @notice To deploy: no arguments. `merkleProof` is the answer's `accountProof`, root node first. The nonce must be 0.
contract MptAccountTrie is IAccountTrie {
    /// @inheritdoc IAccountTrie
    function isIncluded(
        Account calldata account,
        bytes[] calldata merkleProof,
        bytes32 stateRoot
    ) external pure returns (bool) {
        bytes memory fields = bytes.concat(
            Rlp.encodeUint(0),
            Rlp.encodeUint(account.balance),
            Rlp.encodeWord(account.storageRoot),
            Rlp.encodeWord(account.codeHash)
        );
        bytes32 key = keccak256(abi.encodePacked(account.owner));
        return MerklePatricia.holds(stateRoot, key, Rlp.encodeList(fields), merkleProof);
    }
}
