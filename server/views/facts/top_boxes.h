#ifndef VOC_SERVER_VIEWS_FACTS_TOP_BOXES_H_
#define VOC_SERVER_VIEWS_FACTS_TOP_BOXES_H_

#include <functional>
#include <map>
#include <string>

namespace voc::views {

// How many of the best points of a CSAT scale count as satisfied.
struct TopBox {
  int points = 0;  // of the scale
  int top = 0;     // of these the best

  friend bool operator==(const TopBox&, const TopBox&) = default;
};

// By source_id, of sources that count another number than their scale does by itself.
using TopBoxes = std::map<std::string, TopBox, std::less<>>;

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_TOP_BOXES_H_
