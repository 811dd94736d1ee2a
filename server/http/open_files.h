#ifndef VOC_SERVER_HTTP_OPEN_FILES_H_
#define VOC_SERVER_HTTP_OPEN_FILES_H_

#include <cstddef>

namespace voc::http {

// Lets the process open as many files as the system allows it, and returns how many.
size_t RaiseOpenFiles();

// How many connections may be open, so that at least half of few, or 10,000 of many files are left
// for everything else.
size_t ConnectionsFor(size_t open_files, size_t max_connections);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_OPEN_FILES_H_
