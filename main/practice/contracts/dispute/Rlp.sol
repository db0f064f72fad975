// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title RLP: writing what a header or an account consists of, and reading trie nodes.
/// @notice Reading never reverts: malformed input is told by `ok == false`.
library Rlp {
    function encodeWord(bytes32 word) internal pure returns (bytes memory) {
        return abi.encodePacked(bytes1(0xa0), word);
    }

    /// @notice An integer: big-endian without leading zeros, the empty string for zero.
    function encodeUint(uint256 value) internal pure returns (bytes memory) {
        uint256 size = _byteCount(value);
        bytes memory digits = new bytes(size);
        for (uint256 i = size; i > 0; value >>= 8) digits[--i] = bytes1(uint8(value));
        return size == 1 && digits[0] < 0x80 ? digits : bytes.concat(_header(0x80, size), digits);
    }

    /// @param payload The encoded items, one after the other.
    function encodeList(bytes memory payload) internal pure returns (bytes memory) {
        return bytes.concat(_header(0xc0, payload.length), payload);
    }

    /// @notice The contents of a list of at most `limit` items, which must fill `data` exactly. A string item is given
    ///         without its prefix, a list item with it (as a trie holds small nodes in place of their hash).
    function readList(bytes memory data, uint256 limit) internal pure returns (bool ok, bytes[] memory items) {
        (bool sound, bool isList, uint256 pos, uint256 end) = _item(data, 0);
        if (!sound || !isList || end != data.length) return (false, items);
        bytes[] memory found = new bytes[](limit);
        uint256 count = 0;
        while (pos < end) {
            uint256 start = pos;
            uint256 body;
            (sound, isList, body, pos) = _item(data, start);
            if (!sound || pos > end || count == limit) return (false, items);
            found[count++] = _slice(data, isList ? start : body, pos);
        }
        items = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) items[i] = found[i];
        ok = true;
    }

    /// @dev The item that starts at `start`: its body is [body, end). Not sound when it runs over the end of `data` or
    ///      is not encoded in the shortest way.
    function _item(
        bytes memory data,
        uint256 start
    ) private pure returns (bool sound, bool isList, uint256 body, uint256 end) {
        if (start >= data.length) return (false, false, 0, 0);
        uint256 prefix = uint8(data[start]);
        if (prefix < 0x80) return (true, false, start, start + 1);
        isList = prefix >= 0xc0;
        uint256 size = prefix - (isList ? 0xc0 : 0x80);
        body = start + 1;
        if (size > 55) {
            uint256 width = size - 55;
            if (body + width > data.length) return (false, isList, 0, 0);
            size = 0;
            for (uint256 i = 0; i < width; ++i) size = (size << 8) | uint8(data[body + i]);
            if (size < 56 || data[body] == 0 || size > data.length) return (false, isList, 0, 0);
            body += width;
        }
        end = body + size;
        sound = end <= data.length && (isList || size != 1 || uint8(data[body]) >= 0x80);
    }

    function _header(uint8 base, uint256 size) private pure returns (bytes memory) {
        if (size < 56) return abi.encodePacked(uint8(base + size));
        bytes memory digits = new bytes(_byteCount(size));
        uint256 rest = size;
        for (uint256 i = digits.length; i > 0; rest >>= 8) digits[--i] = bytes1(uint8(rest));
        return abi.encodePacked(uint8(base + 55 + digits.length), digits);
    }

    function _byteCount(uint256 value) private pure returns (uint256 count) {
        for (; value != 0; value >>= 8) ++count;
    }

    function _slice(bytes memory data, uint256 start, uint256 end) private pure returns (bytes memory part) {
        part = new bytes(end - start);
        for (uint256 i = 0; i < part.length; ++i) part[i] = data[start + i];
    }
}
