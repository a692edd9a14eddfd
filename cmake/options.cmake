# headroom_options: what every target of the project is compiled with.
add_library(headroom_options INTERFACE)
target_compile_options(headroom_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion>)
# GCC 12 sees std::string overlaps and uninitialised members that are not there (its bugs 105329, 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(headroom_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict -Wno-maybe-uninitialized>)
endif()
if(HEADROOM_WERROR)
  target_compile_options(headroom_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(HEADROOM_SANITIZE)
  target_compile_options(headroom_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${HEADROOM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer>)
  add_link_options(-fsanitize=${HEADROOM_SANITIZE})
endif()
