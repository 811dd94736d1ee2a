#include "server/http/protocol/errors.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/http/protocol/base64.h"
#include "server/http/protocol/codes.h"
#include "server/http/protocol/json.h"
#include "server/http/protocol/json_text.h"
#include "server/http/protocol/metadata.h"
#include "server/http/protocol/percent.h"

namespace voc::http {
namespace {

constexpr int64_t kMaxRetrySeconds = 24 * 3600;

// Only what is linked: who reads the answer sees the same without it.
void AppendDebug(const google::protobuf::Any& detail, std::string& json) {
  const absl::StatusOr<std::string> debug = BytesToJson(detail.type_url(), detail.value());
  if (!debug.ok()) return;
  json += ",\"debug\":";
  json += *debug;
}

void AppendDetails(const google::rpc::Status& status, std::string& json) {
  json += ",\"details\":[";
  for (int i = 0; i < status.details_size(); ++i) {
    const google::protobuf::Any& detail = status.details(i);
    if (i > 0) json += ',';
    json += "{\"type\":";
    AppendJsonString(detail.type_url().substr(detail.type_url().rfind('/') + 1), json);
    json += ",\"value\":";
    AppendJsonString(UnpaddedBase64(detail.value()), json);
    AppendDebug(detail, json);
    json += '}';
  }
  json += ']';
}

}  // namespace

std::string ConnectError(const google::rpc::Status& status) {
  std::string json = "{\"code\":";
  AppendJsonString(ConnectCode(status.code()), json);
  if (!status.message().empty()) {
    json += ",\"message\":";
    AppendJsonString(status.message(), json);
  }
  if (status.details_size() > 0) AppendDetails(status, json);
  json += '}';
  return json;
}

std::string ConnectEnd(const google::rpc::Status& status, const rpc::Metadata& trailers) {
  std::string json = "{";
  if (status.code() != 0) {
    json += "\"error\":";
    json += ConnectError(status);
  }
  std::map<std::string, std::vector<std::string>> metadata;
  for (const auto& [name, value] : trailers) {
    if (IsSentMetadata(name)) metadata[name].push_back(MetadataText(name, value));
  }
  if (!metadata.empty()) {
    if (json.size() > 1) json += ',';
    json += "\"metadata\":{";
    for (auto item = metadata.begin(); item != metadata.end(); ++item) {
      if (item != metadata.begin()) json += ',';
      AppendJsonString(item->first, json);
      json += ":[";
      for (size_t i = 0; i < item->second.size(); ++i) {
        if (i > 0) json += ',';
        AppendJsonString(item->second[i], json);
      }
      json += ']';
    }
    json += '}';
  }
  json += '}';
  return json;
}

std::string GrpcWebTrailers(const google::rpc::Status& status, const rpc::Metadata& trailers) {
  std::string lines = absl::StrCat("grpc-status: ", status.code(), "\r\n");
  if (!status.message().empty()) {
    absl::StrAppend(&lines, "grpc-message: ", PercentEncode(status.message()), "\r\n");
  }
  if (status.details_size() > 0) {
    absl::StrAppend(&lines, "grpc-status-details-bin: ", UnpaddedBase64(status.SerializeAsString()),
                    "\r\n");
  }
  HeaderLines others;
  AddMetadata(trailers, "", others);
  return lines + others.text();
}

std::optional<int64_t> RetrySeconds(const google::rpc::Status& status) {
  google::rpc::RetryInfo retry;
  for (const google::protobuf::Any& detail : status.details()) {
    if (!detail.Is<google::rpc::RetryInfo>() || !detail.UnpackTo(&retry)) continue;
    const int64_t seconds =
        std::clamp<int64_t>(retry.retry_delay().seconds(), 0, kMaxRetrySeconds) +
        (retry.retry_delay().nanos() > 0 ? 1 : 0);
    return std::max<int64_t>(seconds, 1);
  }
  return std::nullopt;
}

}  // namespace voc::http
