# Copies the OpenTelemetry agent to the volume that the server loads it from.
set -eu

agent="/opt/opentelemetry-webserver/agent"
conf="/opt/opentelemetry-webserver/source-conf"

fail() {
    printf 'otel-inject: %s\n' "$1" >&2
    exit 1
}

# Writes what it reads to a file: all of it, or nothing.
write() {
    { cat >"$1.new" && mv -f "$1.new" "$1"; } || fail "$1 can't be written; is its directory this user's?"
}

# The text $1 with the pod's name $2 in the place of each placeholder.
named() {
    rest=$1
    while [ "${rest#*"<<SID-PLACEHOLDER>>"}" != "$rest" ]; do
        printf '%s%s' "${rest%%"<<SID-PLACEHOLDER>>"*}" "$2"
        rest=${rest#*"<<SID-PLACEHOLDER>>"}
    done
    printf '%s' "$rest"
}

[ -d "/opt/opentelemetry" ] || fail "this image has no agent in /opt/opentelemetry"
cp -rf "/opt/opentelemetry/." "$agent" || fail "the agent can't be copied to $agent; is it this user's?"
mkdir -p "$agent/logs"
log_settings="$agent/conf/opentelemetry_sdk_log4cxx.xml"
[ -r "$log_settings.template" ] || fail "$log_settings.template is missing; is this the agent's image?"
sed "s|__agent_log_dir__|$agent/logs|g" "$log_settings.template" | write "$log_settings"
