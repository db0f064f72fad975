// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One `initialize` per deployment. Keeps its flag in an own slot far away, so slot 0 stays the contract's.
abstract contract Initializable {
    event Initialized(uint8 version);

    bytes32 private constant FLAG = keccak256("kroma.practice.initialized");

    modifier initializer() {
        bytes32 slot = FLAG;
        bool done;
        assembly {
            done := sload(slot)
        }
        require(!done, "Initializable: contract is already initialized");
        assembly {
            sstore(slot, 1)
        }
        _;
        emit Initialized(1);
    }
}
