#include "server/ingest/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace voc::ingest {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

std::array<uint8_t, 32> Sha256(std::string_view data) {
  // OpenSSL 3 looks the algorithm up on every one-shot call, which costs several
  // times what hashing a key does: so it is fetched once, for ever, and each
  // thread keeps its context.
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());

  std::array<uint8_t, EVP_MAX_MD_SIZE> digest;
  // Fails only without memory, or where OpenSSL's configuration took SHA-256
  // away. Without identities nothing can go on.
  if (EVP_DigestInit_ex2(context.get(), kSha256, nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), data.data(), data.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
    std::abort();
  }
  std::array<uint8_t, 32> whole;
  std::copy_n(digest.begin(), whole.size(), whole.begin());
  return whole;
}

std::array<uint8_t, 16> Sha256First16(std::string_view data) {
  const std::array<uint8_t, 32> whole = Sha256(data);
  std::array<uint8_t, 16> first;
  std::copy_n(whole.begin(), first.size(), first.begin());
  return first;
}

void AppendUint32(uint32_t value, std::string& out) {
  const char bytes[] = {static_cast<char>(value), static_cast<char>(value >> 8),
                        static_cast<char>(value >> 16), static_cast<char>(value >> 24)};
  out.append(bytes, sizeof bytes);
}

void AppendLengthPrefixed(std::string_view text, std::string& out) {
  AppendUint32(static_cast<uint32_t>(text.size()), out);
  out.append(text);
}

}  // namespace voc::ingest
