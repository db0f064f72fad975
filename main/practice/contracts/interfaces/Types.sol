// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

library Types {
    struct CheckpointOutput {
        address submitter;
        bytes32 outputRoot;
        uint128 timestamp;
        uint128 l2BlockNumber;
    }

    struct Bond {
        uint128 amount;
        uint128 expiresAt;
    }
}
