// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

interface ArbOwnerPublic {
    function isChainOwner(address account) external view returns (bool);
    function getNetworkFeeAccount() external view returns (address);
}

interface ArbWasm {
    function codehashAsmSize(bytes32 codehash) external view returns (uint32);
}

interface ArbWasmCache {
    function cacheProgram(address program) external;
    function evictCodehash(bytes32 codehash) external;
    function codehashIsCached(bytes32 codehash) external view returns (bool);
}

/// @notice Sells places in the program cache: the development node's stand-in for the contract that Arbitrum's
/// chains have, with its functions, events, errors and prices.
/// @dev A bid is worth the wei that came with it plus `decay` for each second since 1970, so that an old bid loses
/// to a new one of the same price. It has no constructor: the node writes slot 0 at genesis. Bids lie in a list
/// without order, which is searched as a whole: a development chain has few programs.
contract CacheManager {
    struct Entry {
        bytes32 code;
        uint64 size;
        uint192 bid;
    }

    /// @notice A program came into the cache.
    event InsertBid(bytes32 indexed codehash, address program, uint192 bid, uint64 size);
    /// @notice A program left the cache.
    event DeleteBid(bytes32 indexed codehash, uint192 bid, uint64 size);
    /// @notice The cache has another size.
    event SetCacheSize(uint64 size);
    /// @notice Bids fade at another rate.
    event SetDecayRate(uint64 decay);
    /// @notice No bids from now on.
    event Pause();
    /// @notice Bids again.
    event Unpause();

    error NotChainOwner(address sender);
    error AsmTooLarge(uint256 asm, uint256 queueSize, uint256 cacheSize);
    error AlreadyCached(bytes32 codehash);
    error BidTooLarge(uint256 bid);
    error BidTooSmall(uint192 bid, uint192 min);
    error BidsArePaused();
    error MakeSpaceTooLarge(uint64 size, uint64 limit);

    ArbOwnerPublic private constant OWNERS = ArbOwnerPublic(address(0x6b));
    ArbWasm private constant PROGRAMS = ArbWasm(address(0x71));
    ArbWasmCache private constant CACHE = ArbWasmCache(address(0x72));

    /// @dev Most bytes that one call of `makeSpace` frees.
    uint64 private constant MAKE_SPACE_LIMIT = 5 << 20;
    /// @dev Smaller programs count as much as this, bytes.
    uint64 private constant LEAST_SIZE = 4096;

    /// @notice Bytes of compiled programs that the cache is meant to hold.
    uint64 public cacheSize;
    /// @notice Bytes that it holds.
    uint64 public queueSize;
    /// @notice Wei that a bid loses each second.
    uint64 public decay;
    /// @notice True while no bids are taken.
    bool public isPaused;
    /// @notice The programs in the cache that came by a bid.
    Entry[] public entries;

    modifier onlyOwner() {
        require(OWNERS.isChainOwner(msg.sender), NotChainOwner(msg.sender));
        _;
    }

    modifier whenTakingBids() {
        require(!isPaused, BidsArePaused());
        _;
    }

    /// @notice Changes the size; what is too much leaves with the next bids.
    function setCacheSize(uint64 size) external onlyOwner {
        cacheSize = size;
        emit SetCacheSize(size);
    }

    /// @notice Changes the rate for all bids to come.
    function setDecayRate(uint64 rate) external onlyOwner {
        decay = rate;
        emit SetDecayRate(rate);
    }

    /// @notice Takes no more bids.
    function paused() external onlyOwner {
        isPaused = true;
        emit Pause();
    }

    /// @notice Takes bids again.
    function unpause() external onlyOwner {
        isPaused = false;
        emit Unpause();
    }

    /// @notice Empties the cache.
    function evictAll() external onlyOwner {
        while (entries.length != 0) _evict(entries.length - 1);
    }

    /// @notice Evicts so many programs, the cheapest first.
    function evictPrograms(uint256 count) external onlyOwner {
        for (; count != 0 && entries.length != 0; --count) _evict(_cheapest());
    }

    /// @notice Sends what was paid to the account that gets the network's fees.
    function sweepFunds() external {
        (bool ok, bytes memory answer) = OWNERS.getNetworkFeeAccount().call{value: address(this).balance}("");
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @notice Puts a program into the cache, in the place of cheaper ones if it is full.
    function placeBid(address program) external payable whenTakingBids {
        bytes32 codehash = program.codehash;
        require(!CACHE.codehashIsCached(codehash), AlreadyCached(codehash));
        uint64 size = _size(codehash);
        uint192 bid = _free(size);
        require(_fits(size), AsmTooLarge(size, queueSize, cacheSize));
        CACHE.cacheProgram(program);
        queueSize += size;
        entries.push(Entry(codehash, size, bid));
        emit InsertBid(codehash, program, bid, size);
    }

    /// @notice Evicts programs that the wei sent outbids until so many bytes are free; answers how many are.
    function makeSpace(uint64 size) external payable whenTakingBids returns (uint64) {
        require(size <= MAKE_SPACE_LIMIT, MakeSpaceTooLarge(size, MAKE_SPACE_LIMIT));
        _free(size);
        return cacheSize - queueSize;
    }

    /// @notice All programs that came by a bid.
    function getEntries() external view returns (Entry[] memory) {
        return entries;
    }

    /// @notice The cheapest of them, in order; all if there are no more.
    function getSmallestEntries(uint256 count) external view returns (Entry[] memory cheapest) {
        Entry[] memory sorted = _sorted();
        cheapest = new Entry[](count < sorted.length ? count : sorted.length);
        for (uint256 i = 0; i < cheapest.length; ++i) cheapest[i] = sorted[i];
    }

    /// @notice The wei with which a bid for this program would succeed now.
    function getMinBid(address program) external view returns (uint192) {
        return getMinBid(_size(program.codehash));
    }

    /// @notice The wei with which a bid for a program of this size would succeed now.
    function getMinBid(uint64 size) public view returns (uint192) {
        require(size <= cacheSize, AsmTooLarge(size, 0, cacheSize));
        if (_fits(size)) return 0;
        Entry[] memory sorted = _sorted();
        uint256 wanted = uint256(queueSize) + size - cacheSize;
        uint256 freed = 0;
        for (uint256 i = 0; i < sorted.length; ++i) {
            freed += sorted[i].size;
            if (freed >= wanted) {
                uint256 faded = _faded();
                return sorted[i].bid > faded ? sorted[i].bid - uint192(faded) : 0;
            }
        }
        return 0;
    }

    /// @dev Makes room as far as the wei sent suffices, and answers what they are worth as a bid.
    function _free(uint64 size) private returns (uint192 bid) {
        uint256 worth = msg.value + _faded();
        require(worth <= type(uint192).max, BidTooLarge(worth));
        bid = uint192(worth);
        while (!_fits(size) && entries.length != 0) {
            uint256 index = _cheapest();
            require(bid >= entries[index].bid, BidTooSmall(bid, entries[index].bid));
            _evict(index);
        }
    }

    function _evict(uint256 index) private {
        Entry memory gone = entries[index];
        entries[index] = entries[entries.length - 1];
        entries.pop();
        queueSize -= gone.size;
        CACHE.evictCodehash(gone.code);
        emit DeleteBid(gone.code, gone.bid, gone.size);
    }

    function _fits(uint64 size) private view returns (bool) {
        return uint256(queueSize) + size <= cacheSize;
    }

    function _faded() private view returns (uint256) {
        return block.timestamp * decay;
    }

    function _size(bytes32 codehash) private view returns (uint64) {
        uint64 size = PROGRAMS.codehashAsmSize(codehash);
        return size < LEAST_SIZE ? LEAST_SIZE : size;
    }

    function _cheapest() private view returns (uint256 index) {
        for (uint256 i = 1; i < entries.length; ++i) {
            if (entries[i].bid < entries[index].bid) index = i;
        }
    }

    function _sorted() private view returns (Entry[] memory sorted) {
        sorted = entries;
        for (uint256 i = 1; i < sorted.length; ++i) {
            Entry memory moved = sorted[i];
            uint256 at = i;
            for (; at != 0 && sorted[at - 1].bid > moved.bid; --at) sorted[at] = sorted[at - 1];
            sorted[at] = moved;
        }
    }
}
