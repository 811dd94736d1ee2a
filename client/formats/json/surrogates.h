#ifndef VOC_CLIENT_FORMATS_JSON_SURROGATES_H_
#define VOC_CLIENT_FORMATS_JSON_SURROGATES_H_

#include <string>

namespace voc::formats::json {

// Replaces every escape of half a character (\ud83d without its other half, as left
// where a text was cut) by \ufffd, in place: no byte moves. The rest of `text` stays as
// it is, JSON or not.
void ReplaceLoneSurrogates(std::string* text);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_SURROGATES_H_
