#ifndef VOC_STORAGE_TESTING_TEMP_DIR_H_
#define VOC_STORAGE_TESTING_TEMP_DIR_H_

#include <string>

namespace voc::base {

// A new folder that goes away, with all in it, when the object does.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace voc::base

#endif  // VOC_STORAGE_TESTING_TEMP_DIR_H_
