// Any bytes as JSON of a submission: what the quick reader takes, protobuf's reader takes too, and
// reads as the same message.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/http/protocol/quick_json.h"
#include "tests/fuzz/check.h"
#include "voc/v1/feedback.pb.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace pb = google::protobuf;
  using voc::v1::BatchSubmitRequest;
  const std::string json(reinterpret_cast<const char*>(data), size);
  std::string bytes;
  if (!voc::http::QuickJsonToBytes(*BatchSubmitRequest::descriptor(), json, bytes)) return 0;
  BatchSubmitRequest quick;
  BatchSubmitRequest slow;
  voc::fuzz::Check(quick.ParseFromString(bytes), "what was read is a message");
  pb::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  voc::fuzz::Check(pb::util::JsonStringToMessage(json, &slow, options).ok(),
                   "what the quick reader takes, protobuf takes");
  voc::fuzz::Check(pb::util::MessageDifferencer::Equals(quick, slow), "and as the same message");
  return 0;
}
