// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Arc tangent in unsigned fixed point with 40 fractional bits, by the odd minimax polynomial of degree 11 with
///         which the deployed contracts compute the boosted reward. Every product is cut to 40 bits, term by term: the
///         order of the cuts decides the last digits of a reward.
library ArcTan {
    uint256 internal constant ONE = 1 << 40;
    uint256 private constant HALF_PI = 1727108826179;

    function ofRatio(uint256 y, uint256 x) internal pure returns (uint256) {
        return y > x ? HALF_PI - _ofFraction((x * ONE) / y) : _ofFraction((y * ONE) / x);
    }

    /// @param z a fraction in [0, 1]
    function _ofFraction(uint256 z) private pure returns (uint256) {
        uint256 square = _mul(z, z);
        uint256 z3 = _mul(square, z);
        uint256 z5 = _mul(square, z3);
        uint256 z7 = _mul(square, z5);
        uint256 z9 = _mul(square, z7);
        uint256 z11 = _mul(square, z9);
        uint256 plus = _mul(1099483040474, z) + _mul(212464129393, z5) + _mul(57120178819, z9);
        uint256 minus = _mul(365662383026, z3) + _mul(127245381171, z7) + _mul(12606780422, z11);
        return plus - minus;
    }

    function _mul(uint256 a, uint256 b) private pure returns (uint256) {
        return (a * b) >> 40;
    }
}
