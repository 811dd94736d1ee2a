#ifndef VOC_SERVER_INGEST_SENT_FIELDS_H_
#define VOC_SERVER_INGEST_SENT_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace voc::ingest {

// Goes through the fields of an encoded message, as far as they are numbers (varints) or texts
// and messages (with a length).
class SentFields {
 public:
  explicit SentFields(std::string_view encoded)
      : at_(encoded.data()), end_(encoded.data() + encoded.size()) {}

  // On to the next field. False at the end, and at what is no such field: then well() is false.
  bool Next() {
    if (at_ == end_) return false;
    uint64_t tag = 0;
    well_ = ReadVarint(tag) && tag >> 3 <= kMaxNumber && ReadVarint(value_);
    if (!well_) return false;
    number_ = static_cast<int>(tag >> 3);
    is_text_ = (tag & 7) == kLengthDelimited;
    if (!is_text_) return well_ = (tag & 7) == kVarint;
    well_ = value_ <= static_cast<size_t>(end_ - at_);
    if (!well_) return false;
    text_ = {at_, static_cast<size_t>(value_)};
    at_ += value_;
    return true;
  }
  bool well() const { return well_; }

  int number() const { return number_; }
  bool is_text() const { return is_text_; }
  std::string_view text() const { return text_; }  // if it is one

  bool IsText(std::string_view text) const { return is_text_ && text_ == text; }
  bool IsNumber(int64_t number) const {
    return !is_text_ && value_ == static_cast<uint64_t>(number);
  }

 private:
  static constexpr uint64_t kVarint = 0;
  static constexpr uint64_t kLengthDelimited = 2;
  // Of fields that are looked at.
  static constexpr uint64_t kMaxNumber = 31;

  bool ReadVarint(uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at_++);
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  const char* at_;
  const char* const end_;
  std::string_view text_;
  uint64_t value_ = 0;
  int number_ = 0;
  bool is_text_ = false;
  bool well_ = true;
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_SENT_FIELDS_H_
