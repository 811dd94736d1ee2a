#include "server/sentiment/modifiers.h"

namespace voc::sentiment {

void Modifiers::Add(uint32_t word, uint8_t modifiers) {
  if (modifiers == 0) return;
  size_t at = word >> kShift;
  while (slots_[at].modifiers != 0 && slots_[at].word != word) at = (at + 1) % kSlots;
  if (slots_[at].modifiers == 0) {
    if (used_ == kMaxWords) return;
    ++used_;
  }
  slots_[at].word = word;
  slots_[at].modifiers |= modifiers;
}

}  // namespace voc::sentiment
