#include "server/http/protocol/metadata.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/auth/edge_metadata.h"
#include "server/http/protocol/base64.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

constexpr std::string_view kBinary = "-bin";

// What no service has use for, by name and by how it begins; sorted.
constexpr std::array<std::string_view, 29> kKept = {"alt-used",
                                                    "cache-control",
                                                    "connection",
                                                    "cookie",
                                                    "cookie2",
                                                    "date",
                                                    "dnt",
                                                    "expect",
                                                    "forwarded",
                                                    "from",
                                                    "host",
                                                    "keep-alive",
                                                    "max-forwards",
                                                    "origin",
                                                    "pragma",
                                                    "priority",
                                                    "range",
                                                    "referer",
                                                    "te",
                                                    "trailer",
                                                    "transfer-encoding",
                                                    "upgrade",
                                                    "user-agent",
                                                    "via",
                                                    "x-grpc-web",
                                                    "x-real-ip",
                                                    "x-user-agent",
                                                    "x-requested-with",
                                                    "purpose"};
constexpr std::array<std::string_view, 11> kKeptPrefixes = {
    "accept",   "connect-",     "content-", "grpc-",          "if-", "proxy-", "sec-",
    "upgrade-", "x-forwarded-", ":",        auth::kEdgePrefix};

bool IsKept(std::string_view name) {
  return std::find(kKept.begin(), kKept.end(), name) != kKept.end() ||
         std::any_of(kKeptPrefixes.begin(), kKeptPrefixes.end(),
                     [name](std::string_view prefix) { return name.starts_with(prefix); });
}

// Whether `connection`, a list of names, has this one.
bool Lists(std::string_view connection, std::string_view name) {
  while (!connection.empty()) {
    const size_t comma = std::min(connection.find(','), connection.size());
    std::string_view item = connection.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (SameIgnoringCase(item, name)) return true;
    connection.remove_prefix(std::min(comma + 1, connection.size()));
  }
  return false;
}

// gRPC ends the process over a name or value that it cannot carry.
bool IsLegalName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool IsLegalText(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

bool IsPassedOn(const RequestHead& head, std::string_view name) {
  return IsLegalText(head.Find(name)) && !Lists(head.Joined("connection"), name);
}

absl::StatusOr<rpc::Metadata> CallMetadata(const RequestHead& head) {
  rpc::Metadata metadata;
  const std::string connection = head.Joined("connection");
  size_t bytes = 0;
  for (const auto& [name, value] : head.headers) {
    if (IsKept(name) || !IsLegalName(name) || Lists(connection, name)) continue;
    bytes += name.size() + value.size();
    if (bytes > kMaxMetadataBytes || metadata.size() == kMaxMetadataItems) {
      return base::WithReason(absl::ResourceExhaustedError(absl::StrCat(
                                  "the headers for the call are more than ", kMaxMetadataItems,
                                  " or take more than ", kMaxMetadataBytes, " bytes")),
                              "METADATA_TOO_LARGE");
    }
    if (name.ends_with(kBinary)) {
      std::optional<std::string> raw = DecodeBase64(value);
      if (!raw.has_value()) {
        return base::WithReason(
            absl::InvalidArgumentError(absl::StrCat("the header ", name, " is not base64")),
            "INVALID_METADATA");
      }
      metadata.emplace_back(name, *std::move(raw));
    } else if (IsLegalText(value)) {
      metadata.emplace_back(name, value);
    }
  }
  return metadata;
}

bool IsSentMetadata(std::string_view name) {
  return IsLegalName(name) && !name.starts_with("grpc-") && !name.starts_with("content-") &&
         !name.starts_with("access-control-") && name != "connection" && name != "date" &&
         name != "transfer-encoding" && name != "trailer" && name != "set-cookie";
}

std::string MetadataText(std::string_view name, std::string_view value) {
  return name.ends_with(kBinary) ? UnpaddedBase64(value) : std::string(value);
}

void AddMetadata(const rpc::Metadata& metadata, std::string_view prefix, HeaderLines& lines) {
  for (const auto& [name, value] : metadata) {
    if (!IsSentMetadata(name)) continue;
    lines.Add(absl::StrCat(base::ToAbsl(prefix), name), MetadataText(name, value));
  }
}

}  // namespace voc::http
