// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Rlp } from "./Rlp.sol";

/// @title Inclusion proofs in a Merkle Patricia trie with 32-byte keys.
library MerklePatricia {
    uint256 private constant NIBBLES = 64;

    /// @notice Whether the trie with this root holds `value` at `key`. Every node of the proof must be used.
    /// @param proof The RLP-encoded nodes from the root to the value; those shorter than 32 bytes lie in their parent.
    function holds(
        bytes32 root,
        bytes32 key,
        bytes memory value,
        bytes[] memory proof
    ) internal pure returns (bool) {
        bytes memory node;
        bytes memory link = abi.encodePacked(root);
        uint256 used = 0;
        uint256 depth = 0;
        while (depth <= NIBBLES) {
            if (link.length == 32) {
                if (used == proof.length || keccak256(proof[used]) != bytes32(link)) return false;
                node = proof[used++];
            } else {
                node = link;
            }
            bool isValue;
            (isValue, link, depth) = _descend(node, key, depth);
            if (isValue) return used == proof.length && keccak256(link) == keccak256(value);
            if (link.length == 0) return false;
        }
        return false;
    }

    /// @dev One node down the key: the value when the key ends here, the link to the next node otherwise, nothing when
    ///      the key does not lead on.
    function _descend(
        bytes memory node,
        bytes32 key,
        uint256 depth
    ) private pure returns (bool isValue, bytes memory next, uint256 nextDepth) {
        (bool ok, bytes[] memory items) = Rlp.readList(node, 17);
        if (!ok) return (false, "", depth);
        if (items.length == 17) {
            if (depth == NIBBLES) return (true, items[16], depth);
            return (false, items[_nibble(key, depth)], depth + 1);
        }
        if (items.length != 2 || items[0].length == 0) return (false, "", depth);
        uint256 shared;
        (ok, isValue, shared) = _follow(items[0], key, depth);
        return ok ? (isValue, items[1], depth + shared) : (false, bytes(""), depth);
    }

    /// @dev Compares a packed path with the key from `depth` on. A leaf's path must end with the key, an extension's
    ///      must lie within it.
    function _follow(
        bytes memory path,
        bytes32 key,
        uint256 depth
    ) private pure returns (bool ok, bool isLeaf, uint256 length) {
        uint256 flags = uint8(path[0]) >> 4;
        if (flags > 3 || (flags % 2 == 0 && uint8(path[0]) % 16 != 0)) return (false, false, 0);
        isLeaf = flags >= 2;
        uint256 first = flags % 2 == 1 ? 1 : 2;
        length = path.length * 2 - first;
        if (isLeaf ? depth + length != NIBBLES : length == 0 || depth + length > NIBBLES) return (false, isLeaf, 0);
        for (uint256 i = 0; i < length; ++i) {
            if (_packedNibble(path, first + i) != _nibble(key, depth + i)) return (false, isLeaf, 0);
        }
        ok = true;
    }

    function _nibble(bytes32 key, uint256 index) private pure returns (uint256) {
        return (uint256(key) >> (4 * (NIBBLES - 1 - index))) & 15;
    }

    function _packedNibble(bytes memory path, uint256 index) private pure returns (uint256) {
        uint256 pair = uint8(path[index / 2]);
        return index % 2 == 0 ? pair >> 4 : pair & 15;
    }
}
