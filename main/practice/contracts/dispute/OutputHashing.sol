// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { DisputeTypes } from "./DisputeTypes.sol";
import { Rlp } from "./Rlp.sol";

/// @title The hashes that a zkEVM proof ties together: output root, L2 block hash, public input.
library OutputHashing {
    /// @notice Before the MPT fork an output also commits to the block after it.
    function outputRoot(DisputeTypes.OutputRootProof calldata p) internal pure returns (bytes32) {
        bytes memory body = abi.encode(p.version, p.stateRoot, p.messagePasserStorageRoot, p.latestBlockhash);
        return keccak256(p.nextBlockHash == 0 ? body : bytes.concat(body, p.nextBlockHash));
    }

    /// @notice The header's hash; a parent beacon root tells a Cancun header from a Shanghai one.
    function blockHash(
        DisputeTypes.PublicInput calldata input,
        DisputeTypes.BlockHeaderRLP calldata rlps
    ) internal pure returns (bytes32) {
        bytes memory fields = bytes.concat(_upToBloom(input, rlps), _fromDifficulty(input, rlps));
        if (input.parentBeaconRoot != 0) fields = bytes.concat(fields, _cancunFields(input));
        return keccak256(Rlp.encodeList(fields));
    }

    /// @notice What the circuit proves: the transactions are filled up to `maxTxs` with `dummyHash`. The circuit knows
    ///         no withdrawals, a zero word stands in their place.
    function publicInput(
        bytes32 previousStateRoot,
        DisputeTypes.PublicInput calldata input,
        bytes32 dummyHash,
        uint256 maxTxs
    ) internal pure returns (bytes32) {
        bytes memory roots = abi.encodePacked(
            previousStateRoot,
            input.stateRoot,
            bytes32(0),
            input.blockHash,
            input.parentHash
        );
        bytes memory numbers = abi.encodePacked(
            input.number,
            input.timestamp,
            input.baseFee,
            input.gasLimit,
            uint16(input.txHashes.length)
        );
        return keccak256(bytes.concat(roots, numbers, _filledUp(input.txHashes, dummyHash, maxTxs)));
    }

    function _upToBloom(
        DisputeTypes.PublicInput calldata input,
        DisputeTypes.BlockHeaderRLP calldata rlps
    ) private pure returns (bytes memory) {
        return
            bytes.concat(
                Rlp.encodeWord(input.parentHash),
                rlps.uncleHash,
                rlps.coinbase,
                Rlp.encodeWord(input.stateRoot),
                Rlp.encodeWord(input.transactionsRoot),
                rlps.receiptsRoot,
                rlps.logsBloom
            );
    }

    function _fromDifficulty(
        DisputeTypes.PublicInput calldata input,
        DisputeTypes.BlockHeaderRLP calldata rlps
    ) private pure returns (bytes memory) {
        bytes memory numbers = bytes.concat(
            rlps.difficulty,
            Rlp.encodeUint(input.number),
            Rlp.encodeUint(input.gasLimit),
            rlps.gasUsed,
            Rlp.encodeUint(input.timestamp)
        );
        return
            bytes.concat(
                numbers,
                rlps.extraData,
                rlps.mixHash,
                rlps.nonce,
                Rlp.encodeUint(input.baseFee),
                Rlp.encodeWord(input.withdrawalsRoot)
            );
    }

    function _cancunFields(DisputeTypes.PublicInput calldata input) private pure returns (bytes memory) {
        return
            bytes.concat(
                Rlp.encodeUint(input.blobGasUsed),
                Rlp.encodeUint(input.excessBlobGas),
                Rlp.encodeWord(input.parentBeaconRoot)
            );
    }

    function _filledUp(
        bytes32[] calldata hashes,
        bytes32 filler,
        uint256 length
    ) private pure returns (bytes memory) {
        uint256 total = hashes.length < length ? length : hashes.length;
        bytes32[] memory all = new bytes32[](total);
        for (uint256 i = 0; i < total; ++i) all[i] = i < hashes.length ? hashes[i] : filler;
        return abi.encodePacked(all);
    }
}
