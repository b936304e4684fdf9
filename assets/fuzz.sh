# Shared by ./test fuzz: random files for what reads files from outside. Sourced by bash, after setup.sh.

# What libFuzzer is told apart by where a file led the program. These flags are all that cargo-fuzz would add but a
# sanitizer for memory, which needs a nightly Rust; Hotwash has no unsafe code of its own.
FUZZ_FLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"

fuzz_folder() {
  mkdir -p "${CARGO_TARGET_DIR:-target}/fuzz"
  (cd "${CARGO_TARGET_DIR:-target}/fuzz" && pwd)
}

fuzz_host() { rustc -vV | sed -n 's/^host: //p'; }

# Naming the host as the target keeps the flags away from build scripts and macros, which run without libFuzzer.
build_fuzz() {
  RUSTFLAGS="$FUZZ_FLAGS" cargo build --locked --quiet --package hotwash-fuzz --profile fuzz \
    --target "$(fuzz_host)" --target-dir "$(fuzz_folder)"
}

# Tries files on a target for some seconds. What it learns is kept for the next time; a file that breaks the
# program is kept too, and named.
#   run_fuzz TARGET SECONDS LARGEST-FILE [FOLDERS WITH FIRST FILES ..]
run_fuzz() {
  local target=$1 seconds=$2 largest=$3 here
  shift 3
  here=$(fuzz_folder)
  mkdir -p "$here/corpus/$target" "$here/broken"
  local dictionary=()
  [ ! -f "fuzz/$target.dict" ] || dictionary=("-dict=fuzz/$target.dict")
  local log="$here/$target.log"
  if ! "$here/$(fuzz_host)/fuzz/$target" "-max_total_time=$seconds" "-max_len=$largest" -timeout=10 -rss_limit_mb=2048 \
    -print_final_stats=1 "-artifact_prefix=$here/broken/$target-" "${dictionary[@]}" "$here/corpus/$target" "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "The file that broke it is in $here/broken; give it to $here/$(fuzz_host)/fuzz/$target to see it again." >&2
    return 1
  fi
  sed -n 's/^stat::number_of_executed_units: */  files tried: /p; s/^stat::new_units_added: */  new ways found: /p' "$log" >&2
}
