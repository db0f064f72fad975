// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ICouncilGovernor, ICouncilToken } from "./interfaces.sol";

/// @title Stands in for the council's governor and its vote token, both in one: the votes are given once, for good.
/// @notice To deploy: (members, votes of each, quorum numerator, quorum denominator). Three members with one vote each
///         of whom two suffice: numerator 67, denominator 100 (the quorum is rounded down).
contract CouncilGovernor is ICouncilGovernor, ICouncilToken {
    uint256 public immutable quorumDenominator;
    uint256 private immutable numerator;
    uint256 private immutable totalVotes;

    mapping(address => uint256) public getVotes;

    constructor(address[] memory members, uint256[] memory votes, uint256 _numerator, uint256 _denominator) {
        require(members.length == votes.length, "CouncilGovernor: one vote count for each member");
        uint256 total = 0;
        for (uint256 i = 0; i < members.length; ++i) {
            getVotes[members[i]] += votes[i];
            total += votes[i];
        }
        totalVotes = total;
        numerator = _numerator;
        quorumDenominator = _denominator;
    }

    function token() external view returns (address) {
        return address(this);
    }

    function quorumNumerator(uint256) external view returns (uint256) {
        return numerator;
    }

    function getPastTotalSupply(uint256) external view returns (uint256) {
        return totalVotes;
    }

    function clock() external view returns (uint48) {
        return uint48(block.number);
    }
}
