#include "server/sentiment/weights.h"

#include <cstddef>
#include <memory>
#include <string_view>

#include "server/sentiment/model_file.h"

// VOC_WEIGHTS_FILE comes from CMake. The assembler takes the file as it is: a
// C++ array of three million numbers would take minutes to compile.
asm(".section .rodata\n"
    ".balign 64\n"
    "voc_shipped_weights_begin:\n"
    ".incbin \"" VOC_WEIGHTS_FILE
    "\"\n"
    "voc_shipped_weights_end:\n"
    ".byte 0\n"
    ".text\n");

extern "C" {
extern const char voc_shipped_weights_begin[];
extern const char voc_shipped_weights_end[];
}

namespace voc::sentiment {

std::string_view ShippedWeights() {
  return {voc_shipped_weights_begin,
          static_cast<size_t>(voc_shipped_weights_end - voc_shipped_weights_begin)};
}

std::shared_ptr<const Model> ShippedModel() {
  // value(): a binary with damaged weights is not one to go on with.
  static const auto model = std::make_shared<const Model>(ReadModel(ShippedWeights()).value());
  return model;
}

}  // namespace voc::sentiment
