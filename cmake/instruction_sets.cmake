# headroom_instruction_sets(TARGET PREFIX): PREFIX_avx2.cpp, PREFIX_avx512.cpp and PREFIX_neon.cpp of TARGET are compiled for
# their instruction set, nothing else is; the program chooses at run time. Those of another architecture are left out.
function(headroom_instruction_sets target prefix)
  set(avx2 -mavx2)
  set(avx512 -mavx512f -mavx512cd -mavx512bw -mavx512dq -mavx512vl)
  set(neon "")  # part of AArch64
  set(here "")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set(here avx2 avx512)
    target_compile_definitions(${target} PRIVATE HEADROOM_X86_VECTORS)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
    set(here neon)
    target_compile_definitions(${target} PRIVATE HEADROOM_NEON)
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(isa avx2 avx512 neon)
    if(NOT isa IN_LIST here)
      list(FILTER sources EXCLUDE REGEX "/${prefix}_${isa}\\.cpp$")
      continue()
    endif()
    set(options ${${isa}})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # its own intrinsics start from undefined vectors (its bug 105593)
      list(APPEND options -Wno-uninitialized -Wno-maybe-uninitialized)
      list(APPEND options -fno-tree-loop-distribute-patterns)  # meters of a few lines are not worth a memset
      # A walk's state is taken apart into vectors; by default a struct of that size is left whole, in memory.
      list(APPEND options --param=sra-max-scalarization-size-Ospeed=16384)
    endif()
    set_source_files_properties(${prefix}_${isa}.cpp TARGET_DIRECTORY ${target}
      PROPERTIES COMPILE_OPTIONS "${options}" SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  set_target_properties(${target} PROPERTIES SOURCES "${sources}")
endfunction()
