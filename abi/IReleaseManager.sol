// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Software releases that the operators of a set should run.
/// @dev Times are seconds. "May act for" means PermissionController.canCall.
interface IReleaseManager {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice A piece of software.
    /// @param digest Its hash.
    /// @param registry Where it is found.
    struct Artifact {
        bytes32 digest;
        string registry;
    }

    /// @notice A release.
    /// @param artifacts What it consists of.
    /// @param upgradeByTime Until when operators should run it; zero for at once.
    struct Release {
        Artifact[] artifacts;
        uint32 upgradeByTime;
    }

    /// @notice The location is empty.
    error InvalidMetadataURI();
    /// @notice The time to upgrade by lies in the past.
    error InvalidUpgradeByTime();
    /// @notice The set's metadata must be published first.
    error MustPublishMetadataURI();
    /// @notice The set has no releases.
    error NoReleases();
    /// @notice The caller may not act for the account.
    error InvalidPermissions();

    /// @notice A set's release metadata was published.
    /// @param operatorSet The set; the log has its hash.
    /// @param metadataURI The location.
    event MetadataURIPublished(OperatorSet indexed operatorSet, string metadataURI);
    /// @notice A release was published.
    /// @param operatorSet The set; the log has its hash.
    /// @param releaseId Its number.
    /// @param release The release.
    event ReleasePublished(OperatorSet indexed operatorSet, uint256 indexed releaseId, Release release);

    /// @notice Publishes where a set's release metadata is.
    /// @custom:effect Stores the location, in place of a former one: `MetadataURIPublished`. The set need not exist.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The location is not empty: `InvalidMetadataURI`.
    function publishMetadataURI(OperatorSet calldata operatorSet, string calldata metadataURI) external;
    /// @notice Publishes a release; returns its number.
    /// @custom:effect Stores the release under the next number, from 0: `ReleasePublished`. Answers the number.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The set's metadata was published: `MustPublishMetadataURI`.
    /// @custom:require The time to upgrade by is 0 or not past: `InvalidUpgradeByTime`.
    function publishRelease(OperatorSet calldata operatorSet, Release calldata release) external returns (uint256 releaseId);
    /// @notice Number of a set's releases.
    function getTotalReleases(OperatorSet calldata operatorSet) external view returns (uint256);
    /// @notice A release by its number.
    /// @dev Reverts: Panic(0x32) when there is none.
    function getRelease(OperatorSet calldata operatorSet, uint256 releaseId) external view returns (Release memory);
    /// @notice The newest release and its number.
    /// @dev Reverts: NoReleases.
    function getLatestRelease(OperatorSet calldata operatorSet) external view returns (uint256 releaseId, Release memory release);
    /// @notice Until when operators should run the newest release.
    /// @dev Reverts: NoReleases.
    function getLatestUpgradeByTime(OperatorSet calldata operatorSet) external view returns (uint32);
    /// @notice Whether a release is the newest.
    /// @dev Reverts: NoReleases.
    function isValidRelease(OperatorSet calldata operatorSet, uint256 releaseId) external view returns (bool);
    /// @notice Where a set's release metadata is; empty before it is published.
    function getMetadataURI(OperatorSet calldata operatorSet) external view returns (string memory);
}
