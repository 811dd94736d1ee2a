#ifndef VOC_CLIENT_FORMATS_JSON_SHAPE_H_
#define VOC_CLIENT_FORMATS_JSON_SHAPE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/formats/json/value.h"

namespace voc::formats::json {

// What a user says of a file where its format leaves it open.
struct ShapeOptions {
  // The best rating of reviews whose file does not say it; 0: told by the ratings.
  int scale = 0;
};

// A record as its mapping expects it.
struct Shaped {
  // Which of the records that it was made of it stands for.
  size_t from = 0;
  Value record;
  // What to tell the user if its mapping makes nothing of it; may be empty.
  std::string problem;
};

// What the records of a vendor need before a mapping can say the rest: envelopes are
// taken off, records that are one submission are joined, answers are given their
// questions. Two passes: every record of a file is seen, then each group is made. Not
// thread-safe.
class Shape {
 public:
  virtual ~Shape() = default;

  // Whether See(), Refusal() and GroupOf() do anything; else the first pass is not worth its time.
  virtual bool sees_all() const { return false; }

  virtual void See(const Value& /*record*/) {}

  // What to tell the user if the mapping makes nothing of any record, once all was
  // seen; empty if it should make something of some.
  virtual std::string Refusal() const { return ""; }

  // Records with the same text here are one submission, wherever in the file they
  // stand; with an empty one a record stands alone.
  virtual std::string GroupOf(const Value& /*record*/) const { return ""; }

  // Makes records of one group, in the order of the file, never empty.
  virtual std::vector<Shaped> Make(std::vector<Value> group) const;
};

// The shape of a built-in format; of any other name one that changes nothing.
std::unique_ptr<Shape> MakeShape(std::string_view format, const ShapeOptions& options);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_SHAPE_H_
