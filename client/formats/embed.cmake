# cmake -DOUT=built_in_maps.cc -P embed.cmake -- a.map b.map: writes the texts as source.
set(texts "")
set(begun FALSE)
foreach(i RANGE 1 ${CMAKE_ARGC})
  set(argument "${CMAKE_ARGV${i}}")
  if(begun AND argument)
    file(READ ${argument} text)
    if(text MATCHES "\\)map\"")
      message(FATAL_ERROR "${argument} holds the end of the literal that it is embedded in")
    endif()
    string(APPEND texts "      R\"map(${text})map\",\n")
  elseif(argument STREQUAL "--")
    set(begun TRUE)
  endif()
endforeach()
file(
  WRITE ${OUT}
  "#include \"client/formats/built_in_maps.h\"

#include <string_view>
#include <vector>

namespace voc::formats {

const std::vector<std::string_view>& BuiltInMaps() {
  static const auto* const kMaps = new std::vector<std::string_view>{
${texts}  };
  return *kMaps;
}

}  // namespace voc::formats
")
