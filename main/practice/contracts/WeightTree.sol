// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Weighted set for the draw of the priority validator. A complete binary tree in heap order (root 1, children
///         2i and 2i+1), every node holding its own weight and the sum of its subtree, so each operation costs O(log n).
///         A removed node is replaced by the last one, which keeps the tree complete.
library WeightTree {
    struct Node {
        address owner;
        uint120 weight;
        uint120 sum;
    }

    struct Tree {
        uint32 size;
        mapping(uint32 => Node) nodes;
        mapping(address => uint32) indexOf;
    }

    function contains(Tree storage tree, address owner) internal view returns (bool) {
        return tree.indexOf[owner] != 0;
    }

    function weightOf(Tree storage tree, address owner) internal view returns (uint120) {
        return tree.nodes[tree.indexOf[owner]].weight;
    }

    function total(Tree storage tree) internal view returns (uint120) {
        return tree.nodes[1].sum;
    }

    /// @dev The caller makes sure that `owner` is not in the tree.
    function insert(Tree storage tree, address owner, uint120 weight) internal {
        uint32 index = ++tree.size;
        tree.nodes[index].owner = owner;
        tree.indexOf[owner] = index;
        _setWeight(tree, index, weight);
    }

    function update(Tree storage tree, address owner, uint120 weight) internal returns (bool) {
        uint32 index = tree.indexOf[owner];
        if (index == 0) return false;
        _setWeight(tree, index, weight);
        return true;
    }

    function remove(Tree storage tree, address owner) internal returns (bool) {
        uint32 index = tree.indexOf[owner];
        if (index == 0) return false;
        uint32 last = tree.size;
        Node memory moved = tree.nodes[last];
        _setWeight(tree, last, 0);
        if (index != last) {
            tree.nodes[index].owner = moved.owner;
            tree.indexOf[moved.owner] = index;
            _setWeight(tree, index, moved.weight);
        }
        delete tree.nodes[last];
        delete tree.indexOf[owner];
        tree.size = last - 1;
        return true;
    }

    /// @notice The owner whose share of [0, total) holds `point`; the zero address for a point beyond the total.
    function select(Tree storage tree, uint120 point) internal view returns (address) {
        if (point >= total(tree)) return address(0);
        uint32 index = 1;
        while (true) {
            uint120 left = tree.nodes[2 * index].sum;
            if (point < left) {
                index = 2 * index;
                continue;
            }
            point -= left;
            uint120 own = tree.nodes[index].weight;
            if (point < own) return tree.nodes[index].owner;
            point -= own;
            index = 2 * index + 1;
        }
        return address(0);
    }

    function _setWeight(Tree storage tree, uint32 index, uint120 weight) private {
        uint120 before = tree.nodes[index].weight;
        if (weight == before) return;
        tree.nodes[index].weight = weight;
        for (uint32 up = index; up != 0; up >>= 1) {
            tree.nodes[up].sum = tree.nodes[up].sum - before + weight;
        }
    }
}
