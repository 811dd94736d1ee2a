#ifndef VOC_CLIENT_WEB_ASSETS_H_
#define VOC_CLIENT_WEB_ASSETS_H_

#include <span>
#include <string_view>

namespace voc::web {

// A file for browsers, made from client/web when vocd is built and part of its binary.
struct Asset {
  std::string_view path;          // of the URL: "/", "/widget/voc-survey-3f2a9c01.js"
  std::string_view content_type;  // "text/javascript; charset=utf-8"
  std::string_view etag;          // strong, with its quotes
  std::string_view plain;         // the bytes
  std::string_view gzip;          // the same compressed; empty where that is no smaller
  std::string_view policy;        // Content-Security-Policy; empty: none
  bool immutable = false;         // the name has the hash of the bytes: may be kept for a year
  bool any_origin = false;        // pages of other sites may load it
};

// All of them, by path.
std::span<const Asset> Assets();

}  // namespace voc::web

#endif  // VOC_CLIENT_WEB_ASSETS_H_
