# Copies the server's configuration from $1 to a volume, where the agent is added to it.
set -eu

conf="/opt/opentelemetry-webserver/source-conf"

fail() {
    printf 'otel-inject: %s\n' "$1" >&2
    exit 1
}

cp -rf -- "$1/." "$conf" || fail "the configuration in $1 can't be copied to $conf"
# The agent has a module for each version.
nginx -v 2>&1 | sed -n 's|^nginx version: [^/]*/\([0-9.]*\).*|\1|p' >"$conf/version.txt"
[ -s "$conf/version.txt" ] || fail "nginx -v does not tell its version; is nginx on the PATH?"
