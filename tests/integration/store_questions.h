#ifndef VOC_TESTS_INTEGRATION_STORE_QUESTIONS_H_
#define VOC_TESTS_INTEGRATION_STORE_QUESTIONS_H_

#include <string>
#include <vector>

#include "tests/integration/running_server.h"

namespace voc {

// Questions that a test asks a running server again and again; each ends the test
// unless it is answered.

// Every feedback that passes, page by page.
std::vector<v1::Feedback> ListAll(RunningServer& server, const v1::Filter& filter);

// How many rows an export has, as it says itself.
int64_t CountExported(RunningServer& server, const v1::Filter& filter);

// The trend of sentiment over all time.
v1::QueryTrendResponse SentimentTrend(RunningServer& server, const v1::Filter& filter,
                                      const std::vector<std::string>& group_by = {});

// What a rescore says in the end.
v1::RescoreReport Rescore(RunningServer& server, bool apply);

}  // namespace voc

#endif  // VOC_TESTS_INTEGRATION_STORE_QUESTIONS_H_
