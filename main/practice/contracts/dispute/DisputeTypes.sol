// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The tuples of the dispute calls. Field names and their order are those of the deployed ABIs.
library DisputeTypes {
    /// @notice One game: `turn` is the last move made (1 after creation), 0 where there is no game.
    struct Challenge {
        uint8 turn;
        uint64 timeoutAt;
        address asserter;
        address challenger;
        bytes32[] segments;
        uint256 segSize;
        uint256 segStart;
        bytes32 l1Head;
    }

    /// @notice What an output root is the hash of. `nextBlockHash` is zero from the MPT fork on.
    struct OutputRootProof {
        bytes32 version;
        bytes32 stateRoot;
        bytes32 messagePasserStorageRoot;
        bytes32 latestBlockhash;
        bytes32 nextBlockHash;
    }

    /// @notice The block that a zkEVM proof is about.
    struct PublicInput {
        bytes32 blockHash;
        bytes32 parentHash;
        uint64 timestamp;
        uint64 number;
        uint64 gasLimit;
        uint256 baseFee;
        bytes32 transactionsRoot;
        bytes32 stateRoot;
        bytes32 withdrawalsRoot;
        bytes32[] txHashes;
        uint64 blobGasUsed;
        uint64 excessBlobGas;
        bytes32 parentBeaconRoot;
    }

    /// @notice The other fields of that block's header, each RLP-encoded already.
    struct BlockHeaderRLP {
        bytes uncleHash;
        bytes coinbase;
        bytes receiptsRoot;
        bytes logsBloom;
        bytes difficulty;
        bytes gasUsed;
        bytes extraData;
        bytes mixHash;
        bytes nonce;
    }

    struct PublicInputProof {
        OutputRootProof srcOutputRootProof;
        OutputRootProof dstOutputRootProof;
        PublicInput publicInput;
        BlockHeaderRLP rlps;
        bytes32 l2ToL1MessagePasserBalance;
        bytes32 l2ToL1MessagePasserCodeHash;
        bytes[] merkleProof;
    }

    struct ZkEvmProof {
        PublicInputProof publicInputProof;
        uint256[] proof;
        uint256[] pair;
    }

    struct ZkVmProof {
        bytes32 zkVmProgramVKey;
        bytes publicValues;
        bytes proofBytes;
    }
}
