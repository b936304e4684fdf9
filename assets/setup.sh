# Shared by ./run and ./test: installs what is missing, and says what it does. Sourced by bash.

# A C compiler (for SQLite), pkg-config and ALSA's headers (for sound).
BUILD_PACKAGES="build-essential pkg-config libasound2-dev"
# The libraries that the window opens at run time, under X11 and Wayland, with software rendering as a fallback.
WINDOW_PACKAGES="libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0 libwayland-client0 libwayland-egl1 libgl1 libegl1 libgl1-mesa-dri"
# A virtual X server, and what drives a window in it.
TEST_PACKAGES="xvfb xdotool"

# The oldest Rust that builds Hotwash; the same as rust-version in Cargo.toml.
RUST_NEEDED=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# Installs those of the named Debian packages that are missing.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian-like system; if the build fails, install what these Debian packages hold: $*" >&2
    return
  fi
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and without root or sudo they can't be installed: ${missing[*]}" >&2
      echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "Installing missing packages: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# Stops with a way on if cargo is missing or older than needed.
require_rust() {
  [ -f "$HOME/.cargo/env" ] && . "$HOME/.cargo/env"
  local have
  have=$(rustc --version 2>/dev/null | cut -d' ' -f2 || true)
  if [ -n "$have" ] && [ "$(printf '%s\n%s\n' "$RUST_NEEDED" "$have" | sort -V | head -n1)" = "$RUST_NEEDED" ]; then
    return
  fi
  if [ -z "$have" ]; then echo "Rust is not installed; Hotwash needs Rust $RUST_NEEDED or newer." >&2
  else echo "Rust $have is too old; Hotwash needs Rust $RUST_NEEDED or newer." >&2; fi
  cat >&2 <<'TEXT'
Get it by rustup, Rust's own installer:
  with rustup there already:       rustup update stable && rustup default stable
  Debian 13, Ubuntu 24.04, newer:  sudo apt-get install rustup && rustup default stable
  elsewhere:                       follow https://www.rust-lang.org/tools/install
Then run this command again.
TEXT
  exit 1
}

say_if_first_build() {
  if [ ! -d "${CARGO_TARGET_DIR:-target}/play" ]; then
    echo "Building Hotwash for the first time; this takes a few minutes, later starts take a moment." >&2
  fi
}
