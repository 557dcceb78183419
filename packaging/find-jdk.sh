# Sourced: find_jdk prints the home of a JDK 25, or fails.

is_25() { # whether this folder holds a JDK 25
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

find_jdk() {
  local home
  for home in \
    "${MILLRACE_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_25 "$home"; then
      echo "$home"
      return 0
    fi
  done
  # A java on the path may be a link into a JDK that lies nowhere usual.
  if command -v javac >/dev/null 2>&1; then
    home=$(cd "$(dirname "$(readlink -f "$(command -v javac)")")/.." && pwd)
    if is_25 "$home"; then
      echo "$home"
      return 0
    fi
  fi
  return 1
}
