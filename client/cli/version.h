#ifndef VOC_CLIENT_CLI_VERSION_H_
#define VOC_CLIENT_CLI_VERSION_H_

namespace voc::cli {

// The project's version, from CMakeLists.txt.
inline constexpr char kVersion[] = VOC_VERSION;

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_VERSION_H_
