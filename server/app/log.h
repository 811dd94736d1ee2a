#ifndef VOC_SERVER_APP_LOG_H_
#define VOC_SERVER_APP_LOG_H_

#include <string_view>

namespace voc::app {

// Sends spdlog's default logger to standard error, one JSON object a line:
// {"time", "level", "message"}. Called once, before anything logs.
void SetUpLog(std::string_view level);

}  // namespace voc::app

#endif  // VOC_SERVER_APP_LOG_H_
