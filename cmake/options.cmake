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

# headroom_soon_compiled(TARGET...): nothing there runs for long, so it is compiled in half of the time: with less optimisation,
# in builds with sanitizers with none.
function(headroom_soon_compiled)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1> $<$<CONFIG:RelWithDebInfo>:-O0>)
  endforeach()
endfunction()
# headroom_walks(TARGET SOURCE...): but these walk through trials.
function(headroom_walks target)
  set_source_files_properties(${ARGN} TARGET_DIRECTORY ${target} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:RelWithDebInfo>:-O1>)
endfunction()
