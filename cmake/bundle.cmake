# headroom_bundle: the data files as bytes of the executable. A generated source names them; the assembler copies them in.
file(GLOB_RECURSE bundled CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/data
  data/*.csv data/*.toml)
list(FILTER bundled EXCLUDE REGEX "^sources/")
list(SORT bundled)

set(blobs "")
set(entries "")
set(inputs "")
set(n 0)
foreach(path IN LISTS bundled)
  string(APPEND blobs
    "asm(\".section .rodata\\nheadroom_bundle_${n}: .incbin \\\"${PROJECT_SOURCE_DIR}/data/${path}\\\"\\nheadroom_bundle_${n}_end: .byte 0\\n.global headroom_bundle_${n}\\n.global headroom_bundle_${n}_end\\n.previous\");\n"
    "extern \"C\" const char headroom_bundle_${n}[], headroom_bundle_${n}_end[];\n")
  string(APPEND entries
    "      {\"${path}\", {headroom_bundle_${n}, std::size_t(headroom_bundle_${n}_end - headroom_bundle_${n})}},\n")
  list(APPEND inputs ${PROJECT_SOURCE_DIR}/data/${path})
  math(EXPR n "${n} + 1")
endforeach()

set(bundle_source ${PROJECT_BINARY_DIR}/bundle.cpp)
file(CONFIGURE OUTPUT ${bundle_source} @ONLY CONTENT "// Made by cmake/bundle.cmake.
#include \"host/io/folder.h\"

@blobs@
namespace headroom {

const std::vector<BundledFile>& bundled_files() {
  static const std::vector<BundledFile> files = {
@entries@  };
  return files;
}

}  // namespace headroom
")
set_source_files_properties(${bundle_source} PROPERTIES OBJECT_DEPENDS "${inputs}")
add_library(headroom_bundle STATIC ${bundle_source})
target_include_directories(headroom_bundle PRIVATE ${PROJECT_SOURCE_DIR})
