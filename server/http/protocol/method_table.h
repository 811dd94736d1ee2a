#ifndef VOC_SERVER_HTTP_PROTOCOL_METHOD_TABLE_H_
#define VOC_SERVER_HTTP_PROTOCOL_METHOD_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace voc::http {

// A method of a service, as the generated descriptors tell.
struct Method {
  std::string path;           // "/voc.v1.FeedbackService/Submit"
  std::string request_type;   // "type.googleapis.com/voc.v1.SubmitRequest"
  std::string response_type;  // alike
  bool client_streaming = false;
  bool server_streaming = false;
  bool no_side_effects = false;  // idempotency_level: may be asked for with GET
};

// Every method of some services, by path. Immutable.
class MethodTable {
 public:
  // Full names; those that are not linked into the process are passed over.
  explicit MethodTable(const std::vector<std::string>& services);

  // Null for a path that is no method. Lives as long as the table.
  const Method* Find(std::string_view path) const;

  size_t size() const { return methods_.size(); }

 private:
  absl::flat_hash_map<std::string, Method> methods_;
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_METHOD_TABLE_H_
