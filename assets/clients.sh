# Shared by ./test clients: the real programs that read Hotwash's evidence and its reports. Sourced by bash, after setup.sh.

# What reads logs, captures and signature files, as Debian packages them. Suricata isn't in every release.
CLIENT_PACKAGES="auditd clamav goaccess jq libxml2-utils lnav nfdump python3-venv tshark"
# Packages that would start a service of theirs when they are installed; only their programs are wanted.
CLIENT_SERVICES="auditd clamav-freshclam nfdump suricata"
# What reads Zeek's logs in Python, and calendars.
ZAT_VERSION=0.4.9
ICALENDAR_VERSION=6.3.2
# What opens reports: a browser, readers of PDF, a word processor. Node comes with npm where it isn't Debian's.
REPORT_PACKAGES="chromium poppler-utils libreoffice-writer"
# What judges pages; the newest that Debian's Node 18 runs, too.
NODE_JUDGES="html-validate@9.7.1 axe-core@4.11.4 puppeteer-core@24.43.1"

# Where things go that no package manager looks after. An absolute path, as tests are given parts of it.
client_folder() {
  mkdir -p "${CARGO_TARGET_DIR:-target}/clients"
  (cd "${CARGO_TARGET_DIR:-target}/clients" && pwd)
}

# Runs an installation in which no package starts its service, now or at the next boot.
without_services() {
  local as_root=() policy=/usr/sbin/policy-rc.d ours="" service status=0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  local new=()
  for service in $CLIENT_SERVICES; do
    dpkg-query -W -f '${Status}' "$service" 2>/dev/null | grep -q 'ok installed' || new+=("$service")
  done
  # All of them are there already: nothing can start one.
  [ ${#new[@]} -eq 0 ] || [ -e $policy ] || ours=yes
  if [ -n "$ours" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
    "${as_root[@]}" chmod 755 $policy
  fi
  "$@" || status=$?
  [ -z "$ours" ] || "${as_root[@]}" rm -f $policy
  if [ -d /run/systemd/system ]; then
    for service in "${new[@]}"; do
      "${as_root[@]}" systemctl disable --now "$service" >/dev/null 2>&1 || true
    done
  fi
  return $status
}

# Installs Suricata: from the release itself, or from its backports where the release has none. Those are read
# through a list of sources of our own, so the machine's own list stays as it is.
install_suricata() {
  command -v suricata >/dev/null && return
  local candidate
  candidate=$(apt-cache policy suricata 2>/dev/null | sed -n 's/^ *Candidate: //p')
  if [ -n "$candidate" ] && [ "$candidate" != "(none)" ]; then
    install_packages suricata
    return
  fi
  local codename mirror here as_root=()
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # The mirror that the machine has this release from, whichever way its sources are written.
  # shellcheck disable=SC2016 # these are apt's names
  mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    sed -n "s/^$codename main //p" | head -n1)
  if [ -z "$codename" ] || [ -z "$mirror" ]; then
    echo "Suricata is in none of this machine's package sources; install it by hand." >&2
    return 1
  fi
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  here=$(client_folder)/backports
  mkdir -p "$here/lists/partial" "$here/cache/archives/partial"
  printf 'deb %s %s main\n' "$mirror" "$codename" "$mirror" "$codename-backports" >"$here/sources.list"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq
    -o "Dir::Etc::sourcelist=$here/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$here/lists" -o "Dir::Cache=$here/cache")
  echo "Installing suricata from $codename-backports" >&2
  "${apt[@]}" update >&2
  "${apt[@]}" install -y --no-install-recommends -t "$codename-backports" suricata >&2
  "${as_root[@]}" rm -rf "$here"
}

# Puts readers in Python into an environment of their own: zat without what it needs for statistics, and icalendar.
install_python_readers() {
  local venv holds="zat $ZAT_VERSION, icalendar $ICALENDAR_VERSION"
  venv=$(client_folder)/python
  [ "$(cat "$venv/.holds" 2>/dev/null)" = "$holds" ] && return
  echo "Installing $holds into $venv" >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "zat==$ZAT_VERSION" >&2
  "$venv/bin/pip" install --quiet --disable-pip-version-check "icalendar==$ICALENDAR_VERSION" >&2
  echo "$holds" >"$venv/.holds"
}

# Puts what judges pages into a folder of its own, with no script of a package run.
install_node_judges() {
  local folder
  command -v node >/dev/null || install_packages nodejs
  command -v npm >/dev/null || install_packages npm
  folder=$(client_folder)/judges
  [ "$(cat "$folder/.holds" 2>/dev/null)" = "$NODE_JUDGES" ] && return
  echo "Installing $NODE_JUDGES into $folder" >&2
  rm -rf "$folder"
  mkdir -p "$folder"
  # shellcheck disable=SC2086 # a list of packages
  (cd "$folder" && npm install --ignore-scripts --no-save --no-package-lock --no-audit --no-fund \
    --loglevel=error $NODE_JUDGES >&2)
  echo "$NODE_JUDGES" >"$folder/.holds"
}

# Installs every program that the tests ask; what is there already stays as it is.
install_clients() {
  # shellcheck disable=SC2086 # a list of package names
  without_services install_packages $CLIENT_PACKAGES $REPORT_PACKAGES
  without_services install_suricata
  install_python_readers
  install_node_judges
}

# A Rust program over a crate that Hotwash itself doesn't use, so it has a lock file of its own.
build_sigma_evaluator() {
  local target
  target=$(client_folder)/sigma
  cargo build --locked --quiet --manifest-path clients/sigma/Cargo.toml --target-dir "$target"
}
