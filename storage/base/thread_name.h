#ifndef VOC_STORAGE_BASE_THREAD_NAME_H_
#define VOC_STORAGE_BASE_THREAD_NAME_H_

#include <pthread.h>

namespace voc::base {

// Names the calling thread for top, perf and debuggers: at most 15 characters.
inline void NameThread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_THREAD_NAME_H_
