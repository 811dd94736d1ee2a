#include "server/http/protocol/codes.h"

#include <array>
#include <cstddef>

namespace voc::http {
namespace {

struct Code {
  std::string_view name;
  int http;
};

// By number; 0 is OK.
constexpr std::array<Code, 17> kCodes = {{{"ok", 200},
                                          {"canceled", 499},
                                          {"unknown", 500},
                                          {"invalid_argument", 400},
                                          {"deadline_exceeded", 504},
                                          {"not_found", 404},
                                          {"already_exists", 409},
                                          {"permission_denied", 403},
                                          {"resource_exhausted", 429},
                                          {"failed_precondition", 400},
                                          {"aborted", 409},
                                          {"out_of_range", 400},
                                          {"unimplemented", 501},
                                          {"internal", 500},
                                          {"unavailable", 503},
                                          {"data_loss", 500},
                                          {"unauthenticated", 401}}};
constexpr size_t kUnknown = 2;

const Code& Find(int code) {
  const bool known = code >= 0 && static_cast<size_t>(code) < kCodes.size();
  return kCodes[known ? static_cast<size_t>(code) : kUnknown];
}

}  // namespace

std::string_view ConnectCode(int code) { return Find(code).name; }
int HttpStatusOf(int code) { return Find(code).http; }

}  // namespace voc::http
