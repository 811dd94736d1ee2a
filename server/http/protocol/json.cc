#include "server/http/protocol/json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "server/http/protocol/quick_json.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

namespace pb = google::protobuf;

constexpr char kTypeUrlPrefix[] = "type.googleapis.com/";

pb::util::TypeResolver* Types() {
  // Lives as long as the process, as the descriptors do.
  static pb::util::TypeResolver* const kTypes = pb::util::NewTypeResolverForDescriptorPool(
      "type.googleapis.com", pb::DescriptorPool::generated_pool());
  return kTypes;
}

}  // namespace

absl::StatusOr<std::string> JsonToBytes(const std::string& type_url, std::string_view json) {
  constexpr size_t kDomain = sizeof(kTypeUrlPrefix) - 1;
  std::string bytes;
  const pb::Descriptor* const type =
      pb::DescriptorPool::generated_pool()->FindMessageTypeByName(type_url.substr(kDomain));
  if (type != nullptr && QuickJsonToBytes(*type, json, bytes)) return bytes;
  bytes.clear();
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  const pb::util::Status parsed = pb::util::JsonToBinaryString(
      Types(), type_url, pb::StringPiece(json.data(), json.size()), &bytes, options);
  if (parsed.ok()) return bytes;
  return base::WithReason(
      absl::InvalidArgumentError(absl::StrCat("the message is not valid JSON of its type: ",
                                              std::string(parsed.message()))),
      "INVALID_JSON");
}

absl::StatusOr<std::string> BytesToJson(const std::string& type_url, const std::string& bytes) {
  std::string json;
  const pb::util::Status printed = pb::util::BinaryToJsonString(Types(), type_url, bytes, &json);
  if (printed.ok()) return json;
  return absl::InternalError(
      absl::StrCat("cannot write the answer as JSON: ", std::string(printed.message())));
}

}  // namespace voc::http
