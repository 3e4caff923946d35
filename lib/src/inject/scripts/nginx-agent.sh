# Adds it to the copy of the server's configuration, whose main file is named $1.
text=$OTEL_NGINX_AGENT_CONF
pod=$OTEL_NGINX_SERVICE_INSTANCE_ID
main="$conf/$1"
[ -f "$main" ] && [ -r "$main" ] || fail "there is no file $1 in the configuration; nginx.configFile names it"
read -r version <"$conf/version.txt" || fail "$conf/version.txt does not tell the version of nginx"
module="$agent/WebServerModule/Nginx/$version/ngx_http_opentelemetry_module.so"
[ -e "$module" ] || printf 'otel-inject: the agent has no module for nginx %s\n' "$version" >&2
mkdir -p "$conf/conf.d" || fail "$conf/conf.d can't be made; is its directory this user's?"
named "$text" "$pod" | write "$conf/conf.d/opentelemetry_agent.conf"
grep -qF conf.d "$main" || printf 'otel-inject: %s does not include conf.d, where the agent is set up\n' "$1" >&2
for line in 'env OTEL_RESOURCE_ATTRIBUTES;' "load_module $module;"; do
    if ! grep -qxF "$line" "$main"; then
        { printf '%s\n' "$line" && cat "$main"; } | write "$main"
    fi
done
