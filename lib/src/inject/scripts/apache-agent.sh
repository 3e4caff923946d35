# Adds it to the copy of the server's configuration, which the server sees at $1.
text=$OTEL_APACHE_AGENT_CONF
pod=$APACHE_SERVICE_INSTANCE_ID
[ -r "$conf/httpd.conf" ] || fail "there is no httpd.conf in $1; apacheHttpd.configPath is where it should be"
named "$text" "$pod" | write "$conf/opentemetry_agent.conf"
include="Include $1/opentemetry_agent.conf"
if ! grep -qxF "$include" "$conf/httpd.conf"; then
    { cat "$conf/httpd.conf" && printf '\n%s\n' "$include"; } | write "$conf/httpd.conf"
fi
