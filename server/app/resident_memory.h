#ifndef VOC_SERVER_APP_RESIDENT_MEMORY_H_
#define VOC_SERVER_APP_RESIDENT_MEMORY_H_

#include <cstdint>

namespace voc::app {

// Bytes of memory the process holds now; 0 if the system does not tell.
int64_t ResidentBytes();

}  // namespace voc::app

#endif  // VOC_SERVER_APP_RESIDENT_MEMORY_H_
