#ifndef VOC_CLIENT_CLI_FINGERPRINT_H_
#define VOC_CLIENT_CLI_FINGERPRINT_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::cli {

// Tells the content of a file and how it is read apart from every other: lower-case
// hexadecimal SHA-256 over both. Reads the whole file. NOT_FOUND or PERMISSION_DENIED
// where it cannot be opened.
absl::StatusOr<std::string> FingerprintFile(const std::string& path, std::string_view how);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_FINGERPRINT_H_
