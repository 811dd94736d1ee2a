#include "server/http/protocol/method_table.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

std::string TypeUrl(const Descriptor& type) {
  return absl::StrCat("type.googleapis.com/", type.full_name());
}

}  // namespace

MethodTable::MethodTable(const std::vector<std::string>& services) {
  for (const std::string& name : services) {
    const ServiceDescriptor* const service =
        DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) continue;
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      std::string path = absl::StrCat("/", name, "/", method.name());
      methods_[path] = {.path = path,
                        .request_type = TypeUrl(*method.input_type()),
                        .response_type = TypeUrl(*method.output_type()),
                        .client_streaming = method.client_streaming(),
                        .server_streaming = method.server_streaming(),
                        .no_side_effects = method.options().idempotency_level() ==
                                           google::protobuf::MethodOptions::NO_SIDE_EFFECTS};
    }
  }
}

const Method* MethodTable::Find(std::string_view path) const {
  const auto found = methods_.find(base::ToAbsl(path));
  return found == methods_.end() ? nullptr : &found->second;
}

}  // namespace voc::http
