# voc_python_test(import_million_test.py TIMEOUT 600 SERIAL)
# One ctest a file: the real vocd and voc, asked from Python. SERIAL for those that need the
# machine to themselves.
function(voc_python_test source)
  cmake_parse_arguments(ARG "SERIAL" "TIMEOUT" "" ${ARGN})
  file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  string(REGEX REPLACE "\\.py$" "" name ${name})
  get_filename_component(label ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  # Debian's own interpreter, which is where Debian's grpcio is.
  add_test(NAME ${name} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/${source})
  set_tests_properties(
    ${name}
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS ${label} ENVIRONMENT
               "PYTHONPATH=${PROJECT_SOURCE_DIR}/tests;PYTHONDONTWRITEBYTECODE=1;\
VOC_BUILD_DIR=${CMAKE_BINARY_DIR}")
  if(ARG_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
