# voc_node_test(NAME e2e/widget_test TIMEOUT 600 SOURCES widget_test.mjs)
# One ctest of node:test files. Their tools are those of tests/e2e/package.json and
# client/web/package.json: see tests/support/web/tools.mjs.
function(voc_node_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SOURCES" ${ARGN})
  list(TRANSFORM ARG_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  get_filename_component(label ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  add_test(NAME ${ARG_NAME} COMMAND node --test ${ARG_SOURCES})
  set_tests_properties(
    ${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS ${label}
                           ENVIRONMENT
                           "VOC_BUILD_DIR=${CMAKE_BINARY_DIR};VOC_WIDGET_SERVER=vocd")
endfunction()
