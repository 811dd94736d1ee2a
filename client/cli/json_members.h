#ifndef VOC_CLIENT_CLI_JSON_MEMBERS_H_
#define VOC_CLIENT_CLI_JSON_MEMBERS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace voc::cli {

// The texts, numbers and booleans of the JSON object that is the whole of `text`, as
// texts; lists, objects and null are left out. Absent for what is no such object.
std::optional<std::map<std::string, std::string>> JsonMembers(std::string_view text);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_JSON_MEMBERS_H_
