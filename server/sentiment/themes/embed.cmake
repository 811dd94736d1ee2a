# cmake -DIN=themes.txt -DOUT=built_in_text.cc -P embed.cmake: writes the text as source.
file(READ ${IN} text)
if(text MATCHES "\\)themes\"")
  message(FATAL_ERROR "${IN} holds the end of the literal that it is embedded in")
endif()
file(
  WRITE ${OUT}
  "#include \"server/sentiment/themes/built_in_text.h\"

namespace voc::sentiment {

std::string_view BuiltInThemeText() { return R\"themes(${text})themes\"; }

}  // namespace voc::sentiment
")
