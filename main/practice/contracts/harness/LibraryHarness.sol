// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ArcTan } from "../ArcTan.sol";
import { WeightTree } from "../WeightTree.sol";

/// @notice Opens the libraries to tests. Never deployed on the practice network.
contract LibraryHarness {
    using WeightTree for WeightTree.Tree;

    struct Step {
        uint8 kind; // 0 insert, 1 update, 2 remove
        address owner;
        uint120 weight;
    }

    WeightTree.Tree private _tree;

    /// @notice Plays the steps on an empty tree (meant for eth_call, which forgets them) and shows the result.
    /// @return done   for each step, whether it changed the tree
    /// @return nodes  in heap order
    /// @return placed whether each owner is found where it is
    /// @return drawn  the owner of each point in [0, total]: the last one is beyond all shares
    function play(
        Step[] calldata steps
    )
        external
        returns (bool[] memory done, WeightTree.Node[] memory nodes, bool placed, address[] memory drawn)
    {
        done = new bool[](steps.length);
        for (uint256 i = 0; i < steps.length; ++i) done[i] = _apply(steps[i]);

        nodes = new WeightTree.Node[](_tree.size);
        placed = true;
        for (uint32 i = 0; i < nodes.length; ++i) {
            nodes[i] = _tree.nodes[i + 1];
            placed = placed && _tree.indexOf[nodes[i].owner] == i + 1;
        }
        drawn = new address[](_tree.total() + 1);
        for (uint120 point = 0; point < drawn.length; ++point) drawn[point] = _tree.select(point);
    }

    function arcTan(uint256 y, uint256 x) external pure returns (uint256) {
        return ArcTan.ofRatio(y, x);
    }

    function _apply(Step calldata step) private returns (bool) {
        if (step.kind == 1) return _tree.update(step.owner, step.weight);
        if (step.kind == 2) return _tree.remove(step.owner);
        if (_tree.contains(step.owner)) return false;
        _tree.insert(step.owner, step.weight);
        return true;
    }
}
