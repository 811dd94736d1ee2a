#ifndef VOC_SERVER_INGEST_LOWER_CASE_H_
#define VOC_SERVER_INGEST_LOWER_CASE_H_

#include <string>
#include <string_view>

namespace voc::ingest {

// Lower-cases UTF-8 in place, character by character (Unicode's simple case
// mapping, no locale), so that Ö and ö are one channel as E and e are. Applying
// it twice changes nothing more. Bytes that are no UTF-8 stay. ASCII that is
// lower case already costs one scan. Whoever compares with a stored channel,
// touchpoint or platform passes the other side through this.
void LowerCase(std::string& text);

// The same as a copy.
std::string LowerCased(std::string_view text);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_LOWER_CASE_H_
