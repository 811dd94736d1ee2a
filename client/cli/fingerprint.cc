#include "client/cli/fingerprint.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace voc::cli {
namespace {

constexpr size_t kReadBytes = 256 * 1024;

}  // namespace

absl::StatusOr<std::string> FingerprintFile(const std::string& path, std::string_view how) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr) return absl::ErrnoToStatus(errno, path);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> digest(EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free);
  // The length keeps the two apart.
  const std::string head = absl::StrCat(how.size(), ":");
  bool ok = EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1 &&
            EVP_DigestUpdate(digest.get(), head.data(), head.size()) == 1 &&
            EVP_DigestUpdate(digest.get(), how.data(), how.size()) == 1;
  std::string buffer(kReadBytes, '\0');
  for (size_t size = 1; ok && size > 0;) {
    size = std::fread(buffer.data(), 1, buffer.size(), file.get());
    ok = EVP_DigestUpdate(digest.get(), buffer.data(), size) == 1;
  }
  if (std::ferror(file.get()) != 0) {
    return absl::UnavailableError(absl::StrCat(path, " cannot be read"));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int bytes = 0;
  ok = ok && EVP_DigestFinal_ex(digest.get(), hash.data(), &bytes) == 1;
  if (!ok) return absl::InternalError("SHA-256 cannot be computed");
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash.data()), bytes));
}

}  // namespace voc::cli
