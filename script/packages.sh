# shellcheck shell=bash
# Debian packages that Vigil needs, and how to ask for them. Sourced by script/bootstrap.

# to compile keytar and, for an older runtime, better-sqlite3; then what Electron links or opens
start_packages=(
  build-essential python3 pkg-config libsecret-1-dev
  libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6 libnotify4 libsecret-1-0 libatspi2.0-0 libuuid1 xdg-utils
)

# the desktop of its own in which tests and the demonstration run; what makes and looks at packages; what the bench
# compares the archive with
test_packages=(
  xvfb dbus gnome-keyring libglib2.0-bin dunst libsecret-tools fonts-dejavu-core
  fakeroot xz-utils desktop-file-utils
  sqlite3
)

# Ubuntu 24 and Debian 13 gave several libraries the ending t64. What a command says is kept before it is searched: with
# pipefail, a search that ends early would make the command before it fail.
has_package() {
  local name status
  for name in "$1" "$1t64"; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null) || continue
    # installed, or installed with triggers of other packages still to run
    case $status in ii* | it* | iW*) return 0 ;; esac
  done
  return 1
}

name_here() {
  local name policy
  for name in "$1" "$1t64"; do
    policy=$(apt-cache policy "$name" 2>/dev/null) || continue
    if [[ $policy =~ Candidate:\ [^\(] ]]; then echo "$name"; return 0; fi
  done
  return 1
}
