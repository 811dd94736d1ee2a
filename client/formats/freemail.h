#ifndef VOC_CLIENT_FORMATS_FREEMAIL_H_
#define VOC_CLIENT_FORMATS_FREEMAIL_H_

#include <string>
#include <string_view>

namespace voc::formats {

// The customer that an e-mail address stands for: its domain in lower case. Empty for
// what is no address, and for addresses that anybody can have (gmail.com, telia.com),
// whose owners have no company in common.
std::string AccountOfEmail(std::string_view email);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_FREEMAIL_H_
