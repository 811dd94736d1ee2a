#ifndef VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "server/subscribe/encoded_message.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {

// A WatchAlerts response with one alert. The alert is its last part.
EncodedMessage EncodeAlert(const v1::Alert& alert, std::string cursor);

// The same alerts with at most `max_batch` (1 or more) to a message. `messages` are of
// EncodeAlert, whose alerts are not copied.
std::vector<EncodedMessage> InBatches(std::vector<EncodedMessage> messages, size_t max_batch);

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_MESSAGE_H_
