#!/usr/bin/env bash
# Leaves archives of the classes that sidecar and broker load beside their jars: a local cluster then starts a third
# sooner. Runs the sample once to learn which. Does nothing when they are there and newer than the jars; a failure is told
# and harms nothing, since archives are not needed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=$here/target/millrace
. "$here/../find-jdk.sh"
jdk=$(find_jdk) || exit 0

fresh() { # process
  local archive
  archive=$(ls "$stage/$1"-*.jsa 2>/dev/null | head -1)
  [ -n "$archive" ] && [ -z "$(find "$stage/$1" -name '*.jar' -newer "$archive" -print -quit)" ]
}
if fresh sidecar && fresh broker; then
  exit 0
fi

rm -f "$stage"/sidecar-*.jsa "$stage"/broker-*.jsa
data=$(mktemp -d)
limit=()
command -v timeout >/dev/null 2>&1 && limit=(timeout 180)
millrace() {
  (
    cd "$data/shop"
    MILLRACE_DATA_DIR=$data MILLRACE_ARCHIVES=write MILLRACE_SIDECAR_JAVA_HOME=$jdk ${limit[@]+"${limit[@]}"} "$jdk/bin/java" \
      -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow "-Dmillrace.home=$stage" -cp "$stage/lib/*" dev.millrace.cli.Main "$@" \
      >>"$data/log" 2>&1
  )
}
finish() {
  millrace local stop || true
  rm -rf "$data"
}
trap finish EXIT
cp -r "$stage/samples/shop" "$data/shop"
if ! millrace test || ! millrace show --select orders_feed --live --limit 1 || ! millrace local stop; then
  echo "No archives of classes were made; a local cluster starts, only slower:" >&2
  tail -5 "$data/log" >&2
  rm -f "$stage"/sidecar-*.jsa "$stage"/broker-*.jsa
else
  chmod 644 "$stage"/sidecar-*.jsa "$stage"/broker-*.jsa
fi
